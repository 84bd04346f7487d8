import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/session/secrets/command-words.ts';
import { givenSecret, type Secret, secretNames } from '../../../src/session/secrets/secret.ts';
import { runSecretCommand } from '../../../src/session/secrets/secret-command.ts';
import { testFolder } from '../../storage/children.ts';

/** Reads a secret. @returns what came of it, and what was warned of */
async function read(secret: Secret | undefined, signal = new AbortController().signal) {
  const warned: string[] = [];
  const warn = (text: string) => warned.push(text);
  try {
    return { value: await secret?.read({ warn, signal }), error: undefined, warned };
  } catch (error) {
    return { value: undefined, error, warned };
  }
}

function fileWith(content: string | Uint8Array, mode = 0o600): string {
  const file = join(testFolder(), 'secret');
  writeFileSync(file, content, { mode });
  return file;
}

const refused = (says: string, code = 'not_logged_in') => ({
  error: expect.objectContaining({ code, message: expect.stringContaining(says) }),
  warned: [],
});

describe.each(secretNames)('%s', (name) => {
  it('comes from its variable, from a file or from a command', async () => {
    expect(await read(givenSecret({ [name]: 'karahi' }, name))).toMatchObject({ value: 'karahi' });
    const file = fileWith('nihari\n');
    const inFile = givenSecret({ [`${name}_FILE`]: file }, name);
    expect(inFile).toMatchObject({ source: `${name}_FILE`, file });
    expect(await read(inFile)).toEqual({ value: 'nihari', warned: [] });
    const printed = givenSecret({ [`${name}_COMMAND`]: `cat '${file}'` }, name);
    expect(printed).toMatchObject({ source: `${name}_COMMAND` });
    expect(await read(printed)).toEqual({ value: 'nihari', warned: [] });
  });

  it('is not given twice', () => {
    const ways = [name, `${name}_FILE`, `${name}_COMMAND`];
    for (const [one = '', other = ''] of [ways.slice(0, 2), ways.slice(1), [ways[0], ways[2]]]) {
      expect(() => givenSecret({ [one]: 'a', [other]: 'b' }, name)).toThrow(
        expect.objectContaining({ code: 'usage', message: `${one} and ${other} are both set.` }),
      );
    }
    expect(givenSecret({ [name]: '', [`${name}_FILE`]: '' }, name)).toBeUndefined();
  });

  it('comes from systemd where no variable gives it', async () => {
    const folder = testFolder();
    const env = { CREDENTIALS_DIRECTORY: folder };
    expect(givenSecret(env, name)).toBeUndefined();
    const file = join(folder, name.toLowerCase().replaceAll('_', '-'));
    writeFileSync(file, 'paya', { mode: 0o400 });
    expect(givenSecret(env, name)).toMatchObject({ source: 'CREDENTIALS_DIRECTORY', file });
    expect(await read(givenSecret(env, name))).toEqual({ value: 'paya', warned: [] });
    expect(await read(givenSecret({ ...env, [name]: 'karahi' }, name))).toMatchObject({ value: 'karahi' });
  });
});

const inFile = (path: string) => givenSecret({ BLINK_TOKEN_FILE: path }, 'BLINK_TOKEN');

describe('a file', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['no line end', 'haleem', 'haleem'],
    ['the line end of Windows', 'haleem\r\n', 'haleem'],
    ['blanks that belong to it', ' haleem \n', ' haleem '],
    ['a byte order mark', '\uFEFFhaleem\n', 'haleem'],
    ['the UTF-16 of PowerShell', Buffer.from('\uFEFFhaleem چ\r\n', 'utf16le'), 'haleem چ'],
  ])('with %s', async (_, content, value) => {
    expect(await read(inFile(fileWith(content)))).toEqual({ value, warned: [] });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'is empty'],
    ['a line end only', '\n', 'is empty'],
    ['several lines', 'canary\nuser: ayesha\n', 'holds several lines'],
    ['an empty line after it', 'canary\n\n', 'holds several lines'],
    ['no text', Buffer.from([0xc3, 0x28]), 'holds no text'],
    ['zeros', 'canary\0', 'holds no text'],
    ['too much', 'canary'.repeat(20_000), 'longer than'],
  ])('with %s is refused, and not quoted', async (_, content, says) => {
    const { error } = await read(inFile(fileWith(content)));
    expect({ error, warned: [] }).toEqual(refused(says));
    expect(inspect(error)).not.toContain('canary');
  });

  it('may be a link, as in Kubernetes', async () => {
    const link = join(testFolder(), 'link');
    symlinkSync(fileWith('haleem\n'), link);
    expect(await read(inFile(link))).toEqual({ value: 'haleem', warned: [] });
  });

  it('that is not there, or a folder, is told of with its variable and its path', async () => {
    const folder = testFolder();
    expect(await read(inFile(join(folder, 'none')))).toEqual(
      refused(`BLINK_TOKEN_FILE: could not read ${folder}`),
    );
    expect(await read(inFile(folder))).toEqual(refused('it is a folder'));
    expect(await read(inFile(join(fileWith('haleem'), 'x')))).toEqual(refused('is a file, not a folder'));
  });

  it.runIf(process.platform !== 'win32')('that everybody can read is used, and warned of', async () => {
    const file = fileWith('haleem\n');
    chmodSync(file, 0o644);
    const { value, warned } = await read(inFile(file));
    expect(value).toBe('haleem');
    expect(warned).toEqual([expect.stringMatching(/^BLINK_TOKEN_FILE: every user .* chmod 600 /)]);
    chmodSync(file, 0o640);
    expect((await read(inFile(file))).warned).toEqual([]);
  });
});

describe('the words of a command', () => {
  it.each<[string, NodeJS.Platform, string[] | undefined]>([
    ['pass show blink', 'linux', ['pass', 'show', 'blink']],
    ['  pass\tshow  ', 'linux', ['pass', 'show']],
    ['secret-tool lookup name "till one"', 'linux', ['secret-tool', 'lookup', 'name', 'till one']],
    [`sh -c 'cat "$HOME/token" | head -1'`, 'linux', ['sh', '-c', 'cat "$HOME/token" | head -1']],
    ['a\\ b "c\\"d" \'e\\f\' g""h ""', 'linux', ['a b', 'c"d', 'e\\f', 'gh', '']],
    ['"C:\\Program Files\\op.exe" read C:\\x\\', 'win32', ['C:\\Program Files\\op.exe', 'read', 'C:\\x\\']],
    ['pass "show', 'linux', undefined],
    ['', 'linux', []],
  ])('%j on %s', (command, platform, words) => {
    expect(wordsOf(command, platform)).toEqual(words);
  });
});

const byCommand = (command: string) =>
  givenSecret({ ...process.env, BLINK_TOKEN_COMMAND: command }, 'BLINK_TOKEN');
const node = (script: string) => `'${process.execPath}' -e "${script}"`;

describe('a command', () => {
  it('says what it likes on its standard error, and is heard', async () => {
    const { value, warned } = await read(
      byCommand(node("console.error('Touch the key.'); console.log('haleem')")),
    );
    expect({ value, warned }).toEqual({ value: 'haleem', warned: ['node: Touch the key.'] });
  });

  it.each([
    ['ends badly', node("console.log('canary'); process.exitCode = 3"), '"node" ended with exit code 3'],
    ['is killed', node("console.log('canary'); process.kill(process.pid, 'SIGKILL')"), 'ended with SIGKILL'],
    ['prints nothing', node(''), 'is empty'],
    ['prints several lines', node("console.log('canary\\\\ncanary')"), 'holds several lines'],
    ['prints without end', node("setInterval(() => console.log('canary'.repeat(999)))"), 'printed more than'],
    ['is not there', 'no-such-program-here canary', '"no-such-program-here" was not found'],
  ])('that %s is told of with its exit code, and what it printed is not', async (_, command, says) => {
    const came = await read(byCommand(command));
    expect(came).toEqual(refused(`BLINK_TOKEN_COMMAND: "`));
    expect(came).toEqual(refused(says));
    expect(inspect(came.error)).not.toContain('canary');
  });

  it.each(['pass "show', '  '])('%j is no command', async (command) => {
    expect(await read(byCommand(command))).toEqual(refused('BLINK_TOKEN_COMMAND is no command', 'usage'));
  });

  it('runs once, without a shell, without standard input and without the other secrets', async () => {
    const log = join(testFolder(), 'log');
    const script = `require('fs').appendFileSync('${log}', process.env.BLINK_PASSWORD + require('fs').readFileSync(0)); console.log('$HOME')`;
    const env = { ...process.env, BLINK_PASSWORD: 'canary', BLINK_TOKEN_COMMAND: node(script) };
    const secret = givenSecret(env, 'BLINK_TOKEN');
    const both = await Promise.all([read(secret), read(secret)]);
    expect(both.map(({ value }) => value)).toEqual(['$HOME', '$HOME']);
    expect(readFileSync(log, 'utf8')).toBe('undefined');
  });

  it('that takes too long is ended, also where it left something running that holds its output', async () => {
    const alive = join(testFolder(), 'alive');
    const command = `sh -c "touch '${alive}'; sleep 5"`;
    const asking = { warn: () => {}, signal: new AbortController().signal };
    const run = runSecretCommand(command, 'BLINK_TOKEN_COMMAND', process.env, asking, 200);
    await expect(run).rejects.toMatchObject({
      code: 'not_logged_in',
      message: expect.stringContaining('took more than 0.2 s'),
    });
    expect(existsSync(alive)).toBe(true);
  });

  it('ends with the run that asks for it', async () => {
    const stop = new AbortController();
    const reading = read(byCommand(node('setInterval(() => {}, 1000)')), stop.signal);
    const reason = new Error('Stopped.');
    stop.abort(reason);
    expect(await reading).toEqual({ error: reason, warned: [] });
  });
});
