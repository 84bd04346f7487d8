import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built program, for the tests that run it as a process. */
    program: string;
  }
}

/** Builds the program once for a run of the tests, in a folder of its own, so that runs do not disturb each other. */
export default function build(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'blink-build-'));
  execFileSync(process.execPath, ['build.mjs', folder]);
  project.provide('program', join(folder, 'blink.cjs'));
  return () => rmSync(folder, { recursive: true });
}
