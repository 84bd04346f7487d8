import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Every file in a folder and the folders in it. */
export function filesIn(folder = ''): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}

/** Expects that nobody else can read what a folder holds, where files have modes. */
export function closedToOthers(folder = ''): void {
  if (process.platform === 'win32') return;
  for (const file of filesIn(folder)) {
    expect({ file, mode: (statSync(file).mode & 0o777).toString(8) }).toEqual({ file, mode: '600' });
    const around = join(file, '..');
    expect({ around, mode: (statSync(around).mode & 0o777).toString(8) }).toEqual({ around, mode: '700' });
  }
}
