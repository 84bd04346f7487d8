import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { storeAccounts } from '../reliability/sending.ts';
import { blinkLike, loggingServer } from '../server.ts';
import { testFolder } from '../storage/children.ts';

const canary = 'canary-Tw8kLm';

/** Files that hold a secret, or say by being there that a command ran. */
function files() {
  const folder = testFolder();
  const file = join(folder, 'secret');
  writeFileSync(file, `${canary}\n`, { mode: 0o600 });
  return { file, ran: join(folder, 'ran') };
}

const printing = (file: string, ran: string) => `sh -c "touch '${ran}'; cat '${file}'"`;

describe('a secret from a file or a command', () => {
  it('is the one that is sent, for each service', async () => {
    const { file, ran } = files();
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_LOGISTICS_URL: url };
    await blink('branches', { env: { ...env, BLINK_TOKEN_FILE: file } });
    await blink('api GET /interface/v1/branches', { env: { ...env, BLINK_TOKEN_COMMAND: `cat ${file}` } });
    const portal = { ...env, BLINK_LOGISTICS_TOKEN_COMMAND: printing(file, ran) };
    await blink('api GET /api/client/task/status --logistics', { env: portal });
    expect(received.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${canary}`));
    const named = { ...env, BLINK_USERNAME: 'teen-neem', BLINK_PASSWORD_COMMAND: printing(file, ran) };
    await blink('branches', { env: named });
    expect(JSON.parse(received[3]?.body ?? '')).toEqual({ username: 'teen-neem', password: canary });
    await blink('login', { env: { ...env, BLINK_USERNAME: 'teen-neem', BLINK_PASSWORD_FILE: file } });
    expect(received.at(-1)?.body).toContain(canary);
  });

  it('is asked for when a call needs it: not for a dry run, nor for a password while the token is good', async () => {
    const { file, ran } = files();
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_API_URL: url, BLINK_PASSWORD_COMMAND: printing(file, ran) };
    const addresses = { ordering: url };
    storeAccounts(env, 'sandbox', { sandbox: { username: 'teen-neem', token: 'token-1', addresses } });
    const dry = 'stock set bbq-01 --price 520 --discount-price 0 --dry-run';
    for (const line of ['branches', 'whoami', dry]) {
      expect(await blink(line, { env })).toMatchObject({ code: 0 });
    }
    expect({ ran: existsSync(ran), calls: received.length }).toEqual({ ran: false, calls: 1 });
    await blink('logout', { env });
  });

  it('that can not be had ends the run with 4 before anything is sent', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url };
    const command = `sh -c "echo ${canary}; echo The vault is locked. >&2; exit 7"`;
    const { code, out, err } = await blink('branches', { env: { ...env, BLINK_TOKEN_COMMAND: command } });
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toBe(
      'sh: The vault is locked.\nError: BLINK_TOKEN_COMMAND: "sh" ended with exit code 7.\n  Run the command by hand to see what it says.\n',
    );
    const missing = { ...env, BLINK_TOKEN_FILE: '/nowhere/token' };
    expect(await blink('branches', { env: missing })).toMatchObject({
      code: 4,
      err: expect.stringContaining('BLINK_TOKEN_FILE: could not read /nowhere/token'),
    });
    expect(received).toEqual([]);
  });

  it('given twice is a mistake of whoever set the variables', async () => {
    const env = {
      ...home(),
      BLINK_ENV: 'sandbox',
      BLINK_TOKEN: canary,
      BLINK_TOKEN_COMMAND: 'pass show blink',
    };
    const { code, err } = await blink('branches', { env });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('BLINK_TOKEN and BLINK_TOKEN_COMMAND are both set.'),
    });
    expect(err).not.toContain(canary);
  });

  it('is told of by whoami, with where it is kept', async () => {
    const { file } = files();
    const env = {
      ...home(),
      BLINK_ENV: 'sandbox',
      BLINK_TOKEN_FILE: file,
      BLINK_LOGISTICS_TOKEN_COMMAND: `cat ${file}`,
    };
    const { out } = await blink('whoami --json', { env });
    expect(JSON.parse(out).credentials).toMatchObject([
      { kind: 'token', source: 'BLINK_TOKEN_FILE', keptIn: file },
      { kind: 'logistics token', source: 'BLINK_LOGISTICS_TOKEN_COMMAND', keptIn: null },
    ]);
    expect(out).not.toContain(canary);
  });

  it('that everybody can read is warned of, and a logout says what still works', async () => {
    const { file } = files();
    chmodSync(file, 0o644);
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_TOKEN_FILE: file };
    expect((await blink('whoami', { env })).err).toContain(`chmod 600 ${file}`);
    expect((await blink('logout', { env })).err).toBe(
      'Credentials from BLINK_TOKEN_FILE still work: unset it too.\n',
    );
  });
});
