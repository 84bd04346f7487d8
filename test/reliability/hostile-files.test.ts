import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { start } from '../e2e/process.ts';
import { home } from '../front-door.ts';
import { loggingServer } from '../server.ts';
import { answerAll } from './every-command.ts';
import { serverAt } from './sending.ts';

const header = 'product_id,sku,name,is_active,price,category_id,category_name';
const row = 'tikka,T-1,Chicken Tikka چکن,true,520,bbq,BBQ';
const csv = `${header}\n${row}\n`;
const bigEndian = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('a strange file', () => {
  /** What every command that sends a file makes of it. */
  async function given(content: string | Buffer) {
    const { url, received } = await loggingServer((request) => answerAll(request));
    const env = serverAt(url);
    const file = join(env.HOME ?? '', 'menu');
    writeFileSync(file, content);
    const { code, out, err } = await start(['menu', 'import', file], env).ended;
    return { code, out, err, sent: received.map(({ body }) => body) };
  }

  it.each([
    ['a byte order mark', `\ufeff${csv}`],
    ['UTF-16, little end first', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['UTF-16, big end first', bigEndian(csv)],
    ['line ends of Windows', csv.replaceAll('\n', '\r\n')],
    ['no line end at the end', csv.trimEnd()],
  ])('that is harmless is taken: %s', async (_, content) => {
    const plain = await given(csv);
    expect(plain).toMatchObject({ code: 0, sent: [expect.stringContaining('چکن')] });
    expect(await given(content)).toMatchObject({ code: 0, sent: plain.sent });
  });

  const deep = `{"products":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  it.each([
    ['a NUL', csv.replace('T-1', 'T\0-1'), /line 2: there is a NUL/],
    ['half a letter in UTF-8', Buffer.concat([Buffer.from(csv), Buffer.from([0xd8, 0x0a])]), /row 3|line 3/],
    ['a header that stands twice', `${header},price\n${row},1\n`, /row 1, column H "price"/],
    [
      'an unclosed quote',
      csv.replace('Chicken', '"Chicken'),
      /row 2, column C "name": a quote.*never closed/,
    ],
    ['a quote in the middle of a cell', `${header}\na,"two\nlines",x"y\n`, /row 2, column C/],
    ['a workbook', Buffer.from('PK\u0003\u0004xxxx'), /this workbook is damaged/],
    ['depth', deep, /line 1: more than 32 levels/],
    [
      'a name that means something to JavaScript',
      '{"products":[{"__proto__":{"price":1},"id":"a"}]}',
      /line 1/,
    ],
    ['a key that stands twice', '{"products":[{"id":"a",\n"id":"b"}]}', /line 2.*id/],
    ['JSON that is cut off', '{"products":[\n{"id":"a"', /line 2/],
    ['a cell that is no number', csv.replace('520', 'free'), /row 2, column E "price": got "free"/],
  ])('is refused with its place, and nothing is sent: %s', async (_, content, place) => {
    const { code, out, err, sent } = await given(content);
    expect({ code, out, sent }).toEqual({ code: 2, out: '', sent: [] });
    expect(err).toMatch(place);
    expect({}).not.toHaveProperty('price');
  });
});

describe('an interruption while a file is read', () => {
  it('ends a command that waits for its input', async () => {
    const { child, ended } = start(['menu', 'validate', '-'], home());
    const { stdin } = child;
    stdin?.on('error', () => {});
    // More than a pipe holds: when it is gone, the command reads.
    stdin?.write(Buffer.alloc(1024 * 1024, csv));
    await once(stdin ?? child, 'drain');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining('Stopped.') });
  });
});
