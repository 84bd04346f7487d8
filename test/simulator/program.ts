import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles a script around the simulator, so that plain Node can run it as a process of its own. */
export async function bundle(folder: string): Promise<string> {
  const file = join(folder, 'child.mjs');
  const build = await rolldown({
    input: new URL('./child.ts', import.meta.url).pathname,
    platform: 'node',
    logLevel: 'silent',
  });
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return file;
}

/** Runs the bundled script to its end. */
export function run(file: string, args: readonly string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      out += part;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out }));
  });
}
