import { CliError } from '../src/errors.ts';

void run();

async function run(): Promise<void> {
  const interruption = new AbortController();
  const stop = (code: 'interrupted' | 'terminated') => () => {
    const error = new CliError(code, 'Stopped.');
    if (interruption.signal.aborted) exitAtOnce(error.exitCode);
    interruption.abort(error);
  };
  process.on('SIGINT', stop('interrupted'));
  process.on('SIGTERM', stop('terminated'));
  // Each write reports its own failure; without a listener a closed pipe would end the process.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  // A file that outgrows the user's limit (`ulimit -f`) would do so too, once a library has listened for all signals.
  process.on('SIGXFSZ', () => {});
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2), process, interruption.signal);
  // What was interrupted may still wait for its input.
  if (interruption.signal.aborted) process.exit();
}

function exitAtOnce(code: number): never {
  // A spinner may have hidden the cursor.
  if (process.stderr.isTTY) process.stderr.write('\u001b[?25h');
  process.exit(code);
}
