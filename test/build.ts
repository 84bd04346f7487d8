import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built program, for the tests that run it as a process. */
    program: string;
    /** A folder for what several tests use; it is gone when the run is over. */
    scratch: string;
  }
}

/** Builds the program once for a run of the tests, in a folder of its own, so that runs do not disturb each other. */
export default function build(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'blink-build-'));
  const [product, scratch] = [join(folder, 'product'), join(folder, 'scratch')];
  execFileSync(process.execPath, ['build.mjs', product]);
  project.provide('program', join(product, 'blink.cjs'));
  mkdirSync(scratch);
  project.provide('scratch', scratch);
  return () => rmSync(folder, { recursive: true });
}
