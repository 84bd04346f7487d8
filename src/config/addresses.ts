import { hosts, type Service } from '../contract/endpoints.ts';
import { CliError } from '../errors.ts';
import type { Environment } from './environments.ts';

export interface Address {
  /** Without a slash at the end. */
  url: string;
  /** The variable that named it, or `default` for Blink's own host. */
  source: string;
  /** What the operator should know about it. */
  warning?: string;
}

const variables = { ordering: 'BLINK_API_URL', logistics: 'BLINK_LOGISTICS_URL' } as const;

/**
 * Where a service answers: the address that a variable names, else Blink's host for the environment.
 * Plain `http` is for simulators and test servers: silent for this computer, with a warning for others, and
 * refused for Blink's own hosts, where it could only be a slip that shows the credentials to everybody on the way.
 * @returns undefined for `local`, which finds its own address, and where no environment is chosen
 * @throws CliError `usage` for what is not an http or https address, and for one with credentials in it
 */
export function addressOf(
  service: Service,
  env: NodeJS.ProcessEnv,
  environment: Environment | undefined,
): Address | undefined {
  const source = variables[service];
  const given = env[source];
  if (given) return checked(given, source);
  if (environment === undefined || environment === 'local') return undefined;
  return { url: hosts[environment][service], source: 'default' };
}

function checked(given: string, source: string): Address {
  const url = URL.canParse(given.trim()) ? new URL(given.trim()) : undefined;
  // What was given is not repeated: it may hold a password.
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw refused(source, 'is not an http or https address');
  if (url.username || url.password) throw refused(source, 'has a user name or password in it');
  if (url.search || url.hash) throw refused(source, 'has a part after "?" or "#"');
  const address = { url: url.href.replace(/\/+$/, ''), source };
  if (url.protocol === 'https:' || isThisComputer(url.hostname)) return address;
  if (/(^|\.)blinkco\.io$/.test(url.hostname)) throw refused(source, 'is an address of Blink without https');
  return {
    ...address,
    warning: `${source} is plain http: everybody between here and ${url.host} can read the credentials.`,
  };
}

function isThisComputer(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
  );
}

function refused(source: string, reason: string): CliError {
  return new CliError('usage', `The address in ${source} ${reason}.`, {
    hint: 'Give it like https://api.example.com; user names, passwords and tokens have variables of their own.',
  });
}
