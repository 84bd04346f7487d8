import { CliError } from '../../src/errors.ts';
import { chosenEnvironment, resolveSettings } from '../../src/session/settings/settings.ts';
import { changeStored } from '../../src/session/stored/change.ts';
import { storeLogin } from '../../src/session/stored/logins.ts';
import { readStored } from '../../src/session/stored/read.ts';
import { createTarget } from '../../src/session/target/target.ts';

const warn = (message: string) => process.stderr.write(message);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** What the tests let processes of their own do: `program JOB FOLDER [ARGUMENT]`. */
const jobs: Record<string, (folder: string, argument: string) => Promise<void>> = {
  async login(folder, profile) {
    const token = profile.repeat(2000);
    const login = { profile, environment: 'sandbox', username: profile, token } as const;
    await changeStored(folder, (config) => storeLogin(config, login), warn);
  },

  /** Changes one token on and on, its letters always the same. */
  async relogin(folder) {
    for (let round = 0; ; round++) {
      const token = String.fromCharCode(97 + (round % 26)).repeat(5000);
      const login = { profile: 'a', environment: 'sandbox', username: 'a', token } as const;
      await changeStored(folder, (config) => storeLogin(config, login), warn);
      if (round === 0) say('started');
    }
  },

  /** What a command does first. */
  async resolve(folder) {
    const stored = readStored(folder, warn);
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
    const secret = token ?? password;
    const asking = { warn, signal: new AbortController().signal };
    say(`${environment.value} ${username?.value} ${await secret?.read(asking)}`);
  },

  /** Gets a signal after a write, which it wants to handle itself, once. */
  async signal(folder) {
    let signals = 0;
    process.on('SIGINT', () => {
      signals += 1;
    });
    await changeStored(folder, (config) => ({ ...config, profile: 'a' }), warn);
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
