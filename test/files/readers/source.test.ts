import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAhead } from '../../../src/files/readers/ahead.ts';
import { fileSource, type Source, streamSource } from '../../../src/files/readers/source.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blink-source-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(source: Source): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

it('a file can be read again', async () => {
  const path = join(folder, 'menu.csv');
  writeFileSync(path, 'a,b\n');
  const source = fileSource(path);
  expect(source.name).toBe(path);
  expect([await textOf(source), await textOf(source)]).toEqual(['a,b\n', 'a,b\n']);
});

it.skipIf(process.platform === 'win32')('a pipe can be read again too', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const source = fileSource(path);
  const writing = open(path, 'w').then(async (file) => {
    await file.write('a,b\n');
    await file.close();
  });
  const begun = await readAhead(source.open(), 1);
  await begun.close();
  await writing;
  expect([await textOf(source), await textOf(source)]).toEqual(['a,b\n', 'a,b\n']);
});

it.each([
  ['nowhere.csv', 'there is no such file'],
  ['', 'it is a folder'],
])('says why %j cannot be read', async (name, reason) => {
  const path = join(folder, name);
  await expect(textOf(fileSource(path))).rejects.toMatchObject({
    code: 'invalid_input',
    message: `Cannot read ${path}: ${reason}.`,
  });
});

it('a stream is kept, up to a limit', async () => {
  async function* stream() {
    yield Buffer.from('a,');
    yield Buffer.from('b\n');
  }
  const source = await streamSource('standard input', stream());
  expect([await textOf(source), await textOf(source)]).toEqual(['a,b\n', 'a,b\n']);

  let given = 0;
  const chunk = Buffer.alloc(1 << 24);
  async function* endless() {
    for (; given < 1000; given += 1) yield chunk;
  }
  await expect(streamSource('standard input', endless())).rejects.toMatchObject({
    message: 'There is more than 512 MB in standard input.',
    hint: 'Save it to a file and give the name of the file.',
  });
  expect(given).toBeLessThan(40);
});
