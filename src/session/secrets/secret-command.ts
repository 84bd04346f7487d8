import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { CliError } from '../../errors.ts';
import { errorCode } from '../../storage/faults.ts';
import type { Asking } from './asking.ts';
import { wordsOf } from './command-words.ts';
import { longestSecret, secretIn } from './secret-text.ts';

/** Milliseconds: as long as a person takes who is asked to unlock their passwords. */
const usualTimeout = 60_000;

/**
 * Runs the command that prints a secret, without a shell. It has no standard input, for that may hold the menu. What it
 * says on standard error is passed on as it comes, what it prints is never shown.
 * @param source the variable that holds the command
 * @throws CliError `usage` where that is no command; `not_logged_in` where it can't be run, ends badly, prints no
 *   secret or takes too long; the signal's reason where that aborts
 */
export async function runSecretCommand(
  command: string,
  source: string,
  env: NodeJS.ProcessEnv,
  asking: Asking,
  timeout = usualTimeout,
): Promise<string> {
  const [program, ...args] = wordsOf(command, process.platform) ?? [];
  if (program === undefined) {
    throw new CliError('usage', `${source} is no command: it is blank, or a quote in it is not closed.`, {
      hint: 'Give a program and its arguments: pass show blink',
    });
  }
  // Its arguments are not shown: somebody may have tried it with `echo` and the password.
  const name = basename(program);
  const failed = (why: string, hint?: string) =>
    new CliError('not_logged_in', `${source}: "${name}" ${why}.`, { hint });
  const printed = await outputOf(program, args, { name, env, timeout, failed, ...asking });
  const found = secretIn(printed);
  if ('secret' in found) return found.secret;
  throw failed(
    `ended well, but what it printed ${found.wrong}`,
    'It has to print the secret, and nothing else.',
  );
}

interface Running extends Asking {
  name: string;
  env: NodeJS.ProcessEnv;
  timeout: number;
  failed(why: string, hint?: string): CliError;
}

const byHand = 'Run the command by hand to see what it says.';

function outputOf(
  program: string,
  args: readonly string[],
  { name, env, timeout, failed, warn, signal }: Running,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const printed: Buffer[] = [];
    let length = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const stop = (reason: unknown) => {
      end(() => reject(reason));
      child.kill('SIGKILL');
      // What it started may hold its output open for ever.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const abort = () => stop(signal.reason);
    const timer = setTimeout(() => stop(failed(`took more than ${timeout / 1000} s`, byHand)), timeout);
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', (error) => end(() => reject(notRun(error, failed))));
    child.once('close', (code, killed) =>
      end(() => {
        if (code === 0) resolve(Buffer.concat(printed));
        else reject(failed(`ended with ${killed ?? `exit code ${code}`}`, byHand));
      }),
    );
    if (signal.aborted) return abort();
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      printed.push(chunk);
      if (length > longestSecret) stop(failed('printed more than a password or a token', byHand));
    });
    if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => warn(`${name}: ${line}`));
  });
}

function notRun(error: unknown, failed: Running['failed']): CliError {
  const code = errorCode(error) ?? '';
  // Node runs no batch files without a shell.
  if (code === 'EINVAL') return failed("can't be run by itself", 'Begin with the shell it is for: cmd /c …');
  if (code === 'ENOENT') {
    return failed('was not found', 'Give its whole path. For pipes and variables begin with: sh -c "…"');
  }
  return failed(`can't be run (${code})`, byHand);
}
