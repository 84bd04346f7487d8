import type { Client, ClientOptions } from '../../blink/client.ts';
import type { Session } from '../../blink/login/session.ts';
import type { Service } from '../../blink/services.ts';
import { version } from '../../version.ts';
import { simulatorAccount } from '../target/credentials.ts';
import type { ConnectOptions } from './options.ts';
import { type OwnSimulator, ownSimulator } from './own-simulator.ts';

/** How long a write that is under way may go on when the run is interrupted, in milliseconds. */
const linger = 1000;

/** The clients that a run has opened, and the simulator they may need. */
export class OpenClients {
  readonly #options: ConnectOptions;
  readonly #methods: ClientOptions['methods'];
  readonly #simulator: OwnSimulator;
  readonly #clients: Client[] = [];
  readonly #sessions: Session[] = [];

  constructor(options: ConnectOptions, methods: ClientOptions['methods']) {
    this.#options = options;
    this.#methods = methods;
    this.#simulator = ownSimulator(options);
  }

  /** Opens a client for a service of the target. */
  async open(service: Service, session: Session): Promise<Client> {
    const { target, settings, signal, deadline, trace, warn } = this.#options;
    const [{ createClient }, baseUrl] = await Promise.all([
      import('../../blink/client.ts'),
      target.addresses[service].url ?? this.#simulator.url(),
    ]);
    const client = createClient({
      ...{ baseUrl, session, signal, deadline, linger, trace, warn },
      userAgent: `unofficial-blink-cli/${version} (node ${process.versions.node})`,
      timeout: settings.timeout.value,
      retries: settings.retries.value,
      methods: this.#methods,
    });
    this.#clients.push(client);
    this.#sessions.push(session);
    return client;
  }

  /** The passwords and tokens in use, but for those of the simulator. */
  secrets(): string[] {
    return this.#sessions
      .flatMap((session) => session.secrets())
      .filter((text) => !knownToAll.includes(text));
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.#simulator.close();
  }
}

const knownToAll: readonly string[] = [...Object.values(simulatorAccount), ''];
