import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { home } from '../front-door.ts';
import { start } from './process.ts';

/** A home with a state folder, and the place of the code in it. */
function withState() {
  const env = home();
  const state = env.BLINK_STATE_DIR ?? '';
  mkdirSync(state, { mode: 0o700 });
  const file = join(state, 'code-cache');
  return { env, state, file, stamp: () => `${statSync(file).ino} ${statSync(file).mtimeMs}` };
}

const args = ['menu', 'validate', 'fixtures/menu.csv'];
const good = { code: 0, err: '', out: expect.stringContaining('60 products') };

/** The same with a checksum that is right. */
function summed(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

it('keeps what V8 made of the program for this user, and leaves it as it is when nothing is new', async () => {
  const { env, file, state, stamp } = withState();
  expect(await start(args, env).ended).toMatchObject(good);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = stamp();
  expect(await start(args, env).ended).toMatchObject(good);
  expect(await start(['--help'], env).ended).toMatchObject({ code: 0 });
  expect(stamp()).toBe(before);
  // Another command has other parts.
  expect(await start(['config', 'list'], env).ended).toMatchObject({ code: 0 });
  expect(stamp()).not.toBe(before);
  expect(readdirSync(state)).toEqual(['code-cache']);
});

it('makes no folder for it', async () => {
  const env = home();
  expect(await start(args, env).ended).toMatchObject(good);
  expect(existsSync(env.BLINK_STATE_DIR ?? '')).toBe(false);
});

describe('a file that cannot be trusted', () => {
  const damages: Record<string, (bytes: Buffer) => Buffer> = {
    'a flipped bit in its code': (bytes) => {
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      return bytes;
    },
    'a lost end': (bytes) => bytes.subarray(0, bytes.length - 100),
    nothing: () => Buffer.alloc(0),
    zeros: (bytes) => Buffer.alloc(bytes.length),
    'another Node': (bytes) => {
      const at = bytes.indexOf(process.version);
      bytes.write('v0', at);
      return summed(bytes);
    },
    'a head that is no JSON': (bytes) => {
      bytes.write('!', 8);
      return summed(bytes);
    },
  };

  it.each(Object.keys(damages))('with %s is left aside, and made anew', async (name) => {
    const { env, file, stamp } = withState();
    await start(args, env).ended;
    writeFileSync(file, damages[name]?.(readFileSync(file)) ?? '');
    const before = stamp();
    expect(await start(args, env).ended).toMatchObject(good);
    expect(stamp()).not.toBe(before);
    const bytes = readFileSync(file);
    expect(bytes.readUInt32LE(0)).toBe(crc32(bytes.subarray(4)));
    expect(bytes.includes(process.version)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('that others may write is left aside, and made anew', async () => {
    const { env, file, stamp } = withState();
    await start(args, env).ended;
    chmodSync(file, 0o666);
    const before = stamp();
    expect(await start(args, env).ended).toMatchObject(good);
    expect(stamp()).not.toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

it('is not needed where nothing can be written', async () => {
  const { env, file, state } = withState();
  mkdirSync(file);
  expect(await start(args, env).ended).toMatchObject(good);
  expect(readdirSync(state)).toEqual(['code-cache']);
});

it('is not used and not spoilt by a Node with other flags', async () => {
  const { env, stamp } = withState();
  await start(args, env).ended;
  const before = stamp();
  expect(await start(args, env, {}, ['--no-opt']).ended).toMatchObject(good);
  expect(stamp()).toBe(before);
});

it('is whole after many runs that ended at once', async () => {
  const { env, file, state } = withState();
  const runs = await Promise.all(Array.from({ length: 6 }, () => start(args, env).ended));
  for (const run of runs) expect(run).toMatchObject(good);
  const bytes = readFileSync(file);
  expect(bytes.readUInt32LE(0)).toBe(crc32(bytes.subarray(4)));
  expect(readdirSync(state)).toEqual(['code-cache']);
});
