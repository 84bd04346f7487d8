import { join } from 'node:path';
import type { Client } from '../blink/client.ts';
import { endpoints } from '../blink/endpoints.ts';
import type { Session } from '../blink/login/session.ts';
import type { Service } from '../blink/services.ts';
import type { RunningSimulator, SimulatorOptions } from '../simulator/server.ts';
import { version } from '../version.ts';
import { simulatorAccount } from './credentials.ts';
import { notLoggedIn } from './not-logged-in.ts';
import { keepToken, rememberedMethods } from './remembered.ts';
import type { Settings } from './settings.ts';
import type { StoredConfig } from './stored/stored.ts';
import type { Target } from './target.ts';

/** What the clients of a run are made from. */
export interface ConnectOptions {
  target: Target;
  settings: Settings;
  stored: StoredConfig;
  folders: { config: string; state: string };
  signal: AbortSignal;
  /** When the run's time is over, in milliseconds since 1970, where it was given one. */
  deadline: number | undefined;
  /** Takes a line for each HTTP call, where asked for. */
  trace: ((line: string) => void) | undefined;
  warn: (message: string) => void;
}

/** The clients of a run, each made when it is first asked for. */
export interface Connections {
  ordering(): Promise<Client>;
  logistics(): Promise<Client>;
  /** Logs in with credentials that are not stored yet. @returns the token */
  tryLogin(credentials: { username: string; password: string }): Promise<string>;
  /** Makes a harmless call with a token that is not stored yet. @throws BlinkError `credentials` when it is refused */
  tryToken(service: Service, token: string): Promise<void>;
  /** The passwords and tokens in use, renewed ones too, but for those of the simulator, which everybody knows. */
  secrets(): string[];
  /** Closes every connection, and the simulator where one was started. */
  close(): Promise<void>;
}

/** How long a write that is under way may go on when the run is interrupted, in milliseconds. */
const linger = 1000;

/** Where the simulator keeps its state, inside a command or as a server of its own. */
export function simulatorFolder(state: string): string {
  return join(state, 'simulator');
}

/**
 * Connects a run to the services of its target. `local` needs neither account nor network: the simulator is
 * started inside this process, on a loopback port, and keeps its state in the state folder.
 */
export function createConnections(options: ConnectOptions): Connections {
  const { target, settings, folders, signal, trace } = options;
  const { username, password, token, logisticsToken } = target.credentials;
  const open: Client[] = [];
  const sessions: Session[] = [];
  const methods = rememberedMethods(options);
  let simulator: Promise<RunningSimulator> | undefined;

  async function baseUrl(service: Service): Promise<string> {
    const { url } = target.addresses[service];
    if (url !== undefined) return url;
    simulator ??= import('../simulator/server.ts').then(({ startSimulator }) =>
      startSimulator({ folder: simulatorFolder(folders.state), unref: true, ...webhooksOf(options) }),
    );
    return (await simulator).url;
  }

  async function client(service: Service, session: Session): Promise<Client> {
    const [{ createClient }, url] = await Promise.all([import('../blink/client.ts'), baseUrl(service)]);
    const made = createClient({
      baseUrl: url,
      session,
      userAgent: `unofficial-blink-cli/${version} (node ${process.versions.node})`,
      timeout: settings.timeout.value,
      retries: settings.retries.value,
      signal,
      deadline: options.deadline,
      linger,
      trace,
      warn: options.warn,
      methods,
    });
    open.push(made);
    sessions.push(session);
    return made;
  }

  async function ordering(): Promise<Client> {
    const [{ fixedSession, loginSession }, { login }] = await Promise.all([
      import('../blink/login/session.ts'),
      import('../blink/ordering.ts'),
    ]);
    if (!username || !password) {
      if (!token) throw notLoggedIn(target, 'ordering');
      return client('ordering', fixedSession(token.value));
    }
    const account = { username: username.value, password: password.value };
    // The login goes over the same connection as the calls that wait for it.
    const made: Client = await client(
      'ordering',
      loginSession({
        token: token?.value,
        secrets: [account.password],
        signal,
        login: (patience) => login(made, account, { signal, patience }),
        onToken: (renewed) => keepToken(options, account.username, renewed),
      }),
    );
    return made;
  }

  async function logIn(credentials: { username: string; password: string }): Promise<string> {
    const [{ fixedSession }, { login }] = await Promise.all([
      import('../blink/login/session.ts'),
      import('../blink/ordering.ts'),
    ]);
    return login(await client('ordering', fixedSession('')), credentials, { signal });
  }

  async function tryToken(service: Service, tried: string): Promise<void> {
    const [{ fixedSession }, { BlinkError }] = await Promise.all([
      import('../blink/login/session.ts'),
      import('../blink/error.ts'),
    ]);
    const trial = await client(service, fixedSession(tried));
    const harmless = service === 'ordering' ? endpoints.branches : endpoints.taskStatus;
    try {
      await trial.call(harmless, {
        query: service === 'ordering' ? undefined : { mappingKey: 'blink-login' },
      });
    } catch (error) {
      // That there is no such task says that the token was good enough to look; a redirect says nothing of it.
      const looked = error instanceof BlinkError && error.kind === 'refused' && !isRedirect(error.status);
      if (service === 'ordering' || !looked) throw error;
    }
  }

  async function logistics(): Promise<Client> {
    if (!logisticsToken) throw notLoggedIn(target, 'logistics');
    const { fixedSession } = await import('../blink/login/session.ts');
    return client('logistics', fixedSession(logisticsToken.value));
  }

  return {
    ordering: memo(ordering),
    logistics: memo(logistics),
    tryLogin: logIn,
    tryToken,
    secrets: () => sessions.flatMap((session) => session.secrets()).filter(isSecret),
    async close() {
      await Promise.all([...open.map((one) => one.close()), methods.kept()]);
      await (await simulator)?.close();
    },
  };
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const knownToAll: readonly string[] = [...Object.values(simulatorAccount), ''];

function isSecret(text: string): boolean {
  return !knownToAll.includes(text);
}

function webhooksOf({ settings, trace, warn }: ConnectOptions): Partial<SimulatorOptions> {
  const url = settings.simulatorWebhook?.value;
  if (url === undefined) return {};
  return {
    webhooks: { order: url, 'order-status': url, task: url },
    onDelivery({ kind, url: called, status, why }) {
      if (why !== undefined) warn(`The simulator could not post the ${kind} event to ${called}: ${why}.`);
      else trace?.(`simulator webhook: POST ${called} (${kind}) ${status}`);
    },
  };
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400;
}
