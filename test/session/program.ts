import { CliError } from '../../src/errors.ts';
import { chosenEnvironment, resolveSettings } from '../../src/session/settings.ts';
import { storeLogin } from '../../src/session/stored/logins.ts';
import { readStored, updateStored } from '../../src/session/stored/stored.ts';
import { createTarget } from '../../src/session/target.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** What the tests let processes of their own do: `program JOB FOLDER [ARGUMENT]`. */
const jobs: Record<string, (folder: string, argument: string) => Promise<void>> = {
  async login(folder, profile) {
    await updateStored(
      folder,
      (config) =>
        storeLogin(config, {
          profile,
          environment: 'sandbox',
          username: profile,
          token: profile.repeat(2000),
        }),
      (message) => process.stderr.write(message),
    );
  },

  /** Changes one token on and on, its letters always the same. */
  async relogin(folder) {
    for (let round = 0; ; round++) {
      const token = String.fromCharCode(97 + (round % 26)).repeat(5000);
      await updateStored(folder, (config) =>
        storeLogin(config, { profile: 'a', environment: 'sandbox', username: 'a', token }),
      );
      if (round === 0) say('started');
    }
  },

  /** What a command does first. */
  async resolve(folder) {
    const stored = readStored(folder, (message) => process.stderr.write(message));
    const settings = resolveSettings({ flags: {}, env: process.env, stored });
    const environment = chosenEnvironment(settings);
    const { credentials } = createTarget({
      stateFolder: folder,
      profile: settings.profile,
      environment,
      env: process.env,
      stored,
    });
    const { username, token, password } = credentials;
    say(`${environment.value} ${username?.value} ${token?.value ?? password?.value}`);
  },

  /** Gets a signal after a write, which it wants to handle itself, once. */
  async signal(folder) {
    let signals = 0;
    process.on('SIGINT', () => {
      signals += 1;
    });
    await updateStored(folder, (config) => ({ ...config, profile: 'a' }));
    process.kill(process.pid, 'SIGINT');
    // Signals are delivered between turns; one that were raised again would come in one of the next.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    say(`signals: ${signals}`);
  },
};

async function main([job = '', folder = '', argument = '']: string[]): Promise<void> {
  try {
    await jobs[job]?.(folder, argument);
  } catch (error) {
    const known = error instanceof CliError;
    process.stderr.write(known ? `${error.code}: ${error.message}` : String(error));
    process.exitCode = known ? error.exitCode : 99;
  }
}

void main(process.argv.slice(2));
