import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { CliError } from '../../../errors.ts';
import type { Io } from '../../../io.ts';

/**
 * Opens a file in the browser: the one that BROWSER names, or the usual one of the system.
 * @throws CliError `failed` where there is none to be started
 */
export async function openInBrowser({ env, platform }: Io, path: string): Promise<void> {
  const [program, ...args] = browser(env, platform);
  const child = spawn(program, [...args, resolve(path)], { stdio: 'ignore', detached: true });
  await new Promise<void>((started, failed) => {
    child.once('spawn', started);
    child.once('error', (cause) => {
      failed(
        new CliError('failed', `The browser could not be started: ${cause.message}.`, {
          cause,
          hint: `The page is there all the same: open ${path} yourself.`,
        }),
      );
    });
  });
  child.unref();
}

function browser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]] {
  if (env.BROWSER) return [env.BROWSER];
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
}
