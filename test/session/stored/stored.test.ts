import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeStored as changeStoredIn } from '../../../src/session/stored/change.ts';
import type { StoredConfig } from '../../../src/session/stored/config.ts';
import { storeLogin } from '../../../src/session/stored/logins.ts';
import { configFile, readStored, setAside } from '../../../src/session/stored/read.ts';
import { testFolder } from '../../storage/children.ts';

const canary = 'canary-7f3a';

const config: StoredConfig = {
  profile: 'main',
  settings: { output: 'json', timeout: 10, retries: 0, wire: { stockQuantityKey: 'stock_quantity' } },
  profiles: {
    main: {
      env: 'sandbox',
      accounts: { sandbox: { username: 'ali', token: canary, methods: { branches: 'POST' } } },
    },
  },
};

function read(folder: string): { config: StoredConfig; warnings: string[] } {
  const warnings: string[] = [];
  return { config: readStored(folder, (message) => warnings.push(message)), warnings };
}

/** Where nothing is expected to be wrong with the file that is changed. */
function changeStored(folder: string, change: (config: StoredConfig) => StoredConfig): Promise<void> {
  return changeStoredIn(folder, change, (message) => expect.unreachable(message));
}

function withText(text: string): string {
  const folder = testFolder();
  writeFileSync(join(folder, 'config.json'), text, { mode: 0o600 });
  return folder;
}

describe('readStored', () => {
  it.each([
    ['what was written', JSON.stringify(config), config],
    ['a byte order mark', `\uFEFF${JSON.stringify(config)}`, config],
    ['an empty object', '{}', { profiles: {} }],
    ['a profile without accounts', '{"profiles":{"main":{}}}', { profiles: { main: { accounts: {} } } }],
    [
      'what a newer version keeps',
      '{"theme":"dark","profiles":{"main":{"accounts":{"moon":{"token":"x"}},"colour":"red"}}}',
      { theme: 'dark', profiles: { main: { accounts: { moon: { token: 'x' } }, colour: 'red' } } },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(read(withText(text))).toEqual({ config: expected, warnings: [] });
  });

  it('is empty where there is no file, no folder, or a file in place of the folder', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'plain'), '');
    for (const place of [folder, join(folder, 'missing'), join(folder, 'plain')]) {
      expect(read(place)).toEqual({ config: { profiles: {} }, warnings: [] });
    }
    expect(readdirSync(folder)).toEqual(['plain']);
  });

  it('leaves the names that JavaScript objects live by alone', () => {
    const { config: found } = read(
      withText('{"profiles":{"__proto__":{"env":"local"},"constructor":{}},"__proto__":{"x":1}}'),
    );
    expect(found).toEqual({ profiles: {} });
    expect(Object.getPrototypeOf(found.profiles)).toBe(Object.prototype);
  });

  const broken: [name: string, text: string, why: RegExp][] = [
    ['empty', '', /it is empty/],
    ['zeroes after a power cut', '\0'.repeat(100), /is not valid JSON/],
    ['cut off', `{"profiles":{"main":{"accounts":{"sandbox":{"token":"${canary}`, /is not valid JSON/],
    ['a slip of the hand', `{\n  "token": "${canary}",\n}`, /is not valid JSON at line 3/],
    ['words', `${canary} is my token`, /is not valid JSON/],
    ['a list', '[]', /holds a list, not an object/],
    ['null', 'null', /the whole must be an object/],
    ['text', `"${canary}"`, /the whole must be an object/],
    [
      'a token that is a number',
      '{"profiles":{"main":{"accounts":{"sandbox":{"token":12345}}}}}',
      /profiles\.main\.accounts\.sandbox\.token must be text/,
    ],
    [
      'an environment that is none',
      '{"profiles":{"main":{"env":"mars"}}}',
      /profiles\.main\.env must be production, sandbox, local/,
    ],
    [
      'a time-out that is none',
      '{"settings":{"timeout":0}}',
      /settings\.timeout must be a number of seconds up to 3600/,
    ],
    [
      'retries without end',
      '{"settings":{"retries":1e9}}',
      /settings\.retries must be a whole number from 0 to 20/,
    ],
    [
      'a method that is none',
      '{"profiles":{"a":{"accounts":{"local":{"methods":{"x":"PUT"}}}}}}',
      /methods\.x must be GET or POST/,
    ],
    ['too deep', '['.repeat(100_000), /./],
  ];

  it.each(broken)('keeps a file that makes no sense as .bad, and explains it: %s', (_, text, why) => {
    const folder = withText(text);
    const path = join(folder, 'config.json');
    const found = read(folder);
    expect(found.config).toEqual({ profiles: {} });
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toMatch(why);
    expect(found.warnings[0]).toContain(`${path} can't be used`);
    expect(found.warnings[0]).toContain(`moved to ${path}.bad.`);
    expect(found.warnings[0]).toContain('blink login');
    expect(found.warnings[0]).not.toContain(canary);
    expect(readdirSync(folder)).toEqual(['config.json.bad']);
    expect(readFileSync(`${path}.bad`, 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(statSync(`${path}.bad`).mode & 0o777).toBe(0o600);
    expect(read(folder).warnings).toEqual([]);
  });

  it('never overwrites one .bad by the next', () => {
    const folder = testFolder();
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(join(folder, 'config.json'), text);
      read(folder);
    }
    const kept = ['config.json.bad', 'config.json.bad.2', 'config.json.bad.3'];
    expect(readdirSync(folder)).toEqual(kept);
    expect(kept.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  it('leaves a good file alone that came in the place of the bad one', () => {
    const folder = withText('good');
    const path = join(folder, 'config.json');
    expect(setAside(path, 'bad')).toBeUndefined();
    renameSync(path, join(folder, 'gone'));
    expect(setAside(path, 'bad')).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['gone']);
  });

  it('refuses a link, and does not touch it', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'elsewhere'), JSON.stringify(config));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'config.json'));
    expect(() => read(folder)).toThrow(
      expect.objectContaining({ code: 'failed', message: expect.stringContaining('is a link') }),
    );
  });
});

describe('changeStored', () => {
  it('makes the folder and writes what can be read back', async () => {
    const folder = join(testFolder(), 'a', 'blink');
    await changeStored(folder, () => config);
    expect(read(folder)).toEqual({ config, warnings: [] });
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(readFileSync(configFile(folder), 'utf8')).toMatch(/^\{\n {2}"profile": "main",\n.*\}\n$/s);
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(configFile(folder)).mode & 0o777).toBe(0o600);
    }
  });

  it('keeps what a newer version keeps', async () => {
    const folder = withText('{"theme":"dark","profiles":{}}');
    await changeStored(folder, (stored) =>
      storeLogin(stored, { profile: 'main', environment: 'local', username: 'demo', token: 't' }),
    );
    expect(read(folder).config).toMatchObject({ theme: 'dark', profiles: { main: { env: 'local' } } });
  });

  it('writes nothing when nothing changes', async () => {
    const folder = withText('{ "profiles":{} }');
    await changeStored(folder, (stored) => stored);
    expect(readFileSync(configFile(folder), 'utf8')).toBe('{ "profiles":{} }');
    const empty = testFolder();
    await changeStored(empty, (stored) => stored);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('passes on what goes wrong in the change, and writes nothing', async () => {
    const folder = withText(JSON.stringify(config));
    const change = () => {
      throw new TypeError('a mistake');
    };
    await expect(changeStored(folder, change)).rejects.toThrow(new TypeError('a mistake'));
    await expect(
      changeStored(folder, (stored) => ({ ...stored, settings: { timeout: -1 } })),
    ).rejects.toThrow(/would spoil the configuration: settings\.timeout/);
    expect(read(folder)).toEqual({ config, warnings: [] });
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('refuses a link to a file, and does not follow it', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'elsewhere'), '{}');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'config.json'));
    await expect(changeStored(folder, () => config)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('is a link'),
    });
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('{}');
    expect(readdirSync(folder)).toEqual(['config.json', 'elsewhere']);
  });

  it('moves a corrupt file away, explains, and goes on', async () => {
    const folder = withText('{oops');
    const warnings: string[] = [];
    await changeStoredIn(
      folder,
      () => config,
      (message) => warnings.push(message),
    );
    expect(warnings).toEqual([expect.stringContaining('config.json.bad')]);
    expect(readFileSync(`${configFile(folder)}.bad`, 'utf8')).toBe('{oops');
    expect(read(folder)).toEqual({ config, warnings: [] });
  });

  it('explains a folder that can not be made', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'plain'), '');
    const change = changeStored(join(folder, 'plain'), () => config);
    await expect(change).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('Could not write'),
      hint: expect.any(String),
    });
  });
});

describe.runIf(process.platform !== 'win32')('the folder of the configuration', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o7777;

  it.each([
    ['is closed to others when it holds nothing but ours', ['config.json', 'config.json.bad'], 0o755, 0o700],
    ['is closed to others when it is empty', [], 0o777, 0o700],
    ['stays as it is when others work in it', ['project.txt'], 0o755, 0o755],
    ['stays as it is when it is everybody’s', [], 0o1777, 0o1777],
  ])('%s', async (_, names, before, after) => {
    const folder = join(testFolder(), 'blink');
    mkdirSync(folder);
    for (const name of names) writeFileSync(join(folder, name), '{}', { mode: 0o644 });
    chmodSync(folder, before);
    await changeStored(folder, () => config);
    expect(modeOf(folder)).toBe(after);
    expect(modeOf(configFile(folder))).toBe(0o600);
    expect(existsSync(configFile(folder))).toBe(true);
  });
});
