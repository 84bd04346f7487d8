import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { liveLines } from '../../../src/commands/webhook/shared/live-lines.ts';
import { Output } from '../../../src/terminal/output.ts';
import { emptyInbox, fill, orderBody, samples, statusBody } from '../../inbox/events.ts';

async function shown(bodies: readonly Buffer[], { columns = 80, rows = 50 } = {}) {
  const stdout = { isTTY: true, columns, write: () => true };
  const output = new Output({
    ...{ stdout, stderr: stdout, env: { NO_COLOR: '1' }, format: 'table', quiet: false, colour: false },
  });
  const line = liveLines(output, { rows: () => rows, codeOf: (id) => (id === '12345' ? 'KHI-01' : id) });
  const texts: string[] = [];
  for (const event of await fill(emptyInbox(), bodies)) texts.push(await line(event));
  return texts.join('').trimEnd().split('\n');
}

const time = '\\d\\d:\\d\\d:\\d\\d';

it('a line an event, states by the number of their order', async () => {
  const lines = await shown([
    orderBody('1', { customer_name: 'محمد علی', total_price: '1250.00' }),
    statusBody('1', 2),
    samples.task,
    orderBody('1', { customer_name: 'محمد علی', total_price: '1250.00' }),
    Buffer.from('?'),
  ]);
  expect(lines).toEqual([
    expect.stringMatching(/^Time +Order +Type +Branch +Customer +Items +Total$/),
    expect.stringMatching(`^${time}  KHI-1 +PICK-UP +KHI-01 +محمد علی +1 +1,250\\.00$`),
    expect.stringMatching(`^${time}  KHI-1 +S2 +KHI-01$`),
    expect.stringMatching(`^${time}  XYZAB-12345 +ACCEPTED +Test Rider \\+923…$`),
    expect.stringMatching(`^${time}  KHI-1 +repeated +KHI-01 +محمد علی`),
    expect.stringMatching(`^${time} +put aside +its body is not…$`),
  ]);
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
});

it('a wide terminal has room for more', async () => {
  const [header, line] = await shown([samples.order], { columns: 140 });
  expect(header).toMatch(/Channel .*Due$/);
  expect(line).toMatch(/ IOS .* 2024-06-26 09:26$/);
});

it('the header comes again after a screenful', async () => {
  const bodies = Array.from({ length: 20 }, (_, i) => orderBody(String(i)));
  const lines = await shown(bodies, { rows: 10 });
  expect(lines.flatMap((line, i) => (line.startsWith('Time') ? [i] : []))).toEqual([0, 9, 18]);
});

it('nothing that a terminal obeys gets through', async () => {
  const lines = await shown([
    orderBody('1', { customer_name: '\u001b]0;x\u0007\u202eevil\n', order_key: '\u001b[2J' }),
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/ evil /);
  expect(lines.join('')).not.toMatch(/[\u001b\u0007\u202e]/);
});
