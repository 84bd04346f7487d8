import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPrivate, writeDurably, writeReport } from '../../src/storage/files.ts';
import { boundUser, buildProgram, openFolder, run, temporaryFolder, testFolder } from './children.ts';

const posix = process.platform !== 'win32';
const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  openFolder(program.folder);
  script = await buildProgram('program.ts', program.folder);
});
afterAll(program.remove);

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** A file of another user: for root one that is given away, for others one of root's. */
function foreignFile(folder: string): string {
  if (boundUser === undefined) return '/etc/hosts';
  const path = join(folder, 'foreign');
  writeFileSync(path, 'theirs');
  chownSync(path, boundUser, boundUser);
  return path;
}

describe('readPrivate', () => {
  it('reads text', () => {
    const path = join(testFolder(), 'file');
    writeFileSync(path, 'کباب 1');
    expect(readPrivate(path)).toBe('کباب 1');
  });

  it.each([
    ['file', 'no file'],
    [join('missing', 'file'), 'no folder'],
    [join('plain', 'file'), 'a file where the folder should be'],
  ])('says undefined for %s: %s', (path) => {
    const folder = testFolder();
    writeFileSync(join(folder, 'plain'), '');
    expect(readPrivate(join(folder, path))).toBeUndefined();
  });

  it('refuses a link, dangling or not, and a folder', () => {
    const folder = testFolder();
    const target = join(folder, 'target');
    writeFileSync(target, 'secret');
    symlinkSync(target, join(folder, 'link'));
    symlinkSync(join(folder, 'nothing'), join(folder, 'dangling'));
    mkdirSync(join(folder, 'folder'));
    expect(() => readPrivate(join(folder, 'link'))).toThrow(/is a link to another file/);
    expect(() => readPrivate(join(folder, 'dangling'))).toThrow(/is a link to another file/);
    expect(() => readPrivate(join(folder, 'folder'))).toThrow(
      expect.objectContaining({
        code: 'failed',
        message: expect.stringContaining('is not a plain file'),
        hint: expect.any(String),
      }),
    );
  });

  it('refuses a file of more than 256 MiB', () => {
    const path = join(testFolder(), 'file');
    writeFileSync(path, '');
    truncateSync(path, 256 * 1024 * 1024 + 1);
    expect(() => readPrivate(path)).toThrow(/larger than 256 MiB/);
  });

  it('says what is wrong with a path that no system can open', () => {
    const path = join(testFolder(), 'x'.repeat(300));
    expect(() => readPrivate(path)).toThrow(
      expect.objectContaining({ code: 'failed', message: `Could not read ${path}: its path is too long.` }),
    );
  });
});

describe.runIf(posix)('where files have owners and modes', () => {
  it('readPrivate closes a file that others can read', () => {
    const path = join(testFolder(), 'file');
    writeFileSync(path, 'secret');
    chmodSync(path, 0o644);
    expect(readPrivate(path)).toBe('secret');
    expect(modeOf(path)).toBe(0o600);
  });

  it('both refuse the file of another user', async () => {
    const path = foreignFile(testFolder());
    const before = readFileSync(path, 'utf8');
    expect(() => readPrivate(path)).toThrow(/belongs to another user/);
    await expect(writeDurably(path, 'ours')).rejects.toThrow(/belongs to another user/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('both refuse a named pipe, and do not wait for its other end', async () => {
    const path = join(testFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => readPrivate(path)).toThrow(/is not a plain file/);
    await expect(writeDurably(path, 'x')).rejects.toThrow(/is not a plain file/);
  });

  it('a file that its owner may not read, and a folder that may not be written, are explained', async () => {
    const folder = testFolder();
    const path = join(folder, 'file');
    writeFileSync(path, 'secret', { mode: 0o000 });
    for (const own of [path, folder]) if (boundUser !== undefined) chownSync(own, boundUser, boundUser);
    chmodSync(folder, 0o500);
    const read = await run([process.execPath, script, 'read', path], { uid: boundUser });
    expect(read).toMatchObject({ code: 1, err: `failed: Could not read ${path}: permission is denied.` });
    const write = await run([process.execPath, script, 'write', path, 'x'], { uid: boundUser });
    expect(write).toMatchObject({ code: 1, err: `failed: Could not write ${path}: permission is denied.` });
    chmodSync(folder, 0o700);
    expect(statSync(path).size).toBe(6);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('writeDurably makes files for their owner only, whatever the umask and the mode before', async () => {
    const folder = testFolder();
    const path = join(folder, 'a', 'b', 'file');
    const umask = process.umask(0);
    try {
      await writeDurably(path, 'one');
      expect([modeOf(join(folder, 'a')), modeOf(join(folder, 'a', 'b'))]).toEqual([0o700, 0o700]);
      expect(modeOf(path)).toBe(0o600);
      chmodSync(path, 0o666);
      await writeDurably(path, 'two');
      expect(modeOf(path)).toBe(0o600);
    } finally {
      process.umask(umask);
    }
  });
});

describe('writeDurably', () => {
  it.each([
    ['text', 'کباب', Buffer.from('کباب')],
    ['nothing', '', Buffer.alloc(0)],
    ['bytes', Uint8Array.of(0, 255, 10), Buffer.from([0, 255, 10])],
    ['much', 'x'.repeat(3_000_000), Buffer.from('x'.repeat(3_000_000))],
  ])('writes %s over what was there, and leaves nothing else', async (_, content, expected) => {
    const folder = testFolder();
    const path = join(folder, 'file');
    writeFileSync(path, 'before');
    await writeDurably(path, content);
    expect(readFileSync(path).equals(expected)).toBe(true);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('refuses a link and leaves its target alone', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'target'), 'before');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    await expect(writeDurably(join(folder, 'link'), 'x')).rejects.toThrow(/is a link to another file/);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('before');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder)).toEqual(['link', 'target']);
  });

  it('explains a folder that is a file', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'plain'), 'before');
    const path = join(folder, 'plain', 'deep', 'file');
    await expect(writeDurably(path, 'x')).rejects.toMatchObject({
      code: 'failed',
      message: `Could not write ${path}: a part of its path is a file, not a folder.`,
      hint: expect.any(String),
    });
    expect(readFileSync(join(folder, 'plain'), 'utf8')).toBe('before');
  });

  it('lets 50 writers of one file win one after the other', async () => {
    const folder = testFolder();
    const path = join(folder, 'file');
    const texts = Array.from({ length: 50 }, (_, index) => String(index).repeat(1000));
    await Promise.all(texts.map((text) => writeDurably(path, text)));
    expect(texts).toContain(readFileSync(path, 'utf8'));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('sweeps what dead processes left, and nothing else', async () => {
    const folder = testFolder();
    const dead = (await run([process.execPath, '-p', 'process.pid'])).out.trim();
    const name = (pid: string | number, random: string) => `.file.${pid}.${random}.tmp`;
    const left = [
      name(dead, '0123456789ab'),
      `.other.json.${dead}.0123456789ab.tmp`,
      // In containers the number of this process was often another one's, some time before.
      name(process.pid, '00000000000a'),
      name(process.ppid, '00000000000b'),
    ];
    const kept = [
      name(process.ppid, '0123456789ab'),
      `.file.${dead}.tmp`,
      `file.${dead}.0123456789ab.tmp`,
      '.hidden',
    ];
    for (const stray of [...left, ...kept]) writeFileSync(join(folder, stray), 'secret');
    const before = Date.now() / 1000 - process.uptime() - 5;
    utimesSync(join(folder, name(process.pid, '00000000000a')), before, before);
    utimesSync(join(folder, name(process.ppid, '00000000000b')), before - 3600, before - 3600);
    mkdirSync(join(folder, name(dead, 'ffffffffffff')));
    writeFileSync(join(folder, name(dead, 'ffffffffffff'), 'config.json'), 'secret');

    await writeDurably(join(folder, 'file'), 'new');
    expect(readdirSync(folder).sort()).toEqual([...kept, 'file'].sort());
  });

  it('looks through a folder at most once a second', async () => {
    const folder = testFolder();
    const dead = (await run([process.execPath, '-p', 'process.pid'])).out.trim();
    const stray = join(folder, `.file.${dead}.0123456789ab.tmp`);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      await writeDurably(join(folder, 'file'), '1');
      writeFileSync(stray, 'secret');
      await writeDurably(join(folder, 'file'), '2');
      expect(readdirSync(folder)).toHaveLength(2);
      vi.setSystemTime(Date.now() + 1001);
      await writeDurably(join(folder, 'file'), '3');
      expect(readdirSync(folder)).toEqual(['file']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a report', () => {
  it('has the rights of other files, takes the place of the old one, and keeps its rights', async () => {
    const path = join(testFolder(), 'problems.csv');
    await writeReport(path, 'one');
    expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
    chmodSync(path, 0o640);
    const inode = statSync(path).ino;
    await writeReport(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(path).ino).not.toBe(inode);
  });

  it('goes through a link and into a device', async () => {
    const folder = testFolder();
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    await writeReport(join(folder, 'link'), 'text');
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('text');
    await writeReport('/dev/null', 'text');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
