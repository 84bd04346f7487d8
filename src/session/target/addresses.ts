import { hosts, type Service } from '../../blink/services.ts';
import { isLoopback } from '../../blink/wire/this-computer.ts';
import { hasCredentials, webUrl } from '../../blink/wire/web-url.ts';
import { CliError } from '../../errors.ts';
import { type Environment, environments } from './environments.ts';

/** Where a service of an environment answers. */
export interface ServiceAddress {
  /** Without a slash at the end; undefined for the simulator inside the command, which has none before it runs. */
  readonly url: string | undefined;
  /** The variable that named it, or `default` for the environment's own. */
  readonly source: string;
  /** True where the environment answers by itself: one of Blink's hosts, or the simulator inside the command. */
  readonly own: boolean;
  /** What the operator should know about it. */
  readonly warning?: string;
}

const variables = { ordering: 'BLINK_API_URL', logistics: 'BLINK_LOGISTICS_URL' } as const;

/**
 * Where a service answers: the address that a variable names, else the environment's own.
 * Plain `http` is for simulators and test servers: silent for this computer, with a warning for others, and
 * refused for Blink's own hosts, where it could only be a slip that shows the credentials to everybody on the way.
 * @throws CliError `usage` for what is not an http or https address, for one with credentials in it, and for one that
 *   Blink has for another environment: what is called a sandbox must not be production
 */
export function addressOf(
  service: Service,
  env: NodeJS.ProcessEnv,
  environment: Environment,
): ServiceAddress {
  const source = variables[service];
  const usual = ownAddress(service, environment);
  const given = env[source];
  if (!given) return { url: usual, source: 'default', own: true };
  const url = parsed(given, source);
  const other = environments.find((name) => name !== environment && isHostOf(name, url.hostname));
  if (other !== undefined) throw otherEnvironment(source, other, environment);
  const address = withoutSlash(url);
  const warning = warningAbout(url, source);
  return { url: address, source, own: address === usual, ...(warning === undefined ? {} : { warning }) };
}

/** The address that a variable names, whatever the environment. @throws CliError `usage` as `addressOf` */
export function givenAddress(service: Service, env: NodeJS.ProcessEnv): string | undefined {
  const source = variables[service];
  const given = env[source];
  return given ? withoutSlash(parsed(given, source)) : undefined;
}

/** Blink's own host of an environment; undefined for the simulator. */
export function ownAddress(service: Service, environment: Environment): string | undefined {
  return environment === 'local' ? undefined : hosts[environment][service];
}

/** What credentials for a service are stored with: where they may go, undefined for the environment's own address. */
export function boundTo({ url, own }: ServiceAddress): string | undefined {
  return own ? undefined : url;
}

/** Whether an address leads to this very computer. */
export function isThisComputer(address: string): boolean {
  return isLoopback(new URL(address).hostname);
}

function parsed(given: string, source: string): URL {
  const url = webUrl(given.trim());
  // What was given is not repeated: it may hold a password.
  if (url === undefined) throw refused(source, 'is not an http or https address');
  // A full stop at its end changes nothing of where a name leads.
  url.hostname = url.hostname.replace(/\.$/, '');
  if (hasCredentials(url)) throw refused(source, 'has a user name or password in it');
  if (url.search || url.hash) throw refused(source, 'has a part after "?" or "#"');
  if (url.protocol === 'http:' && /(^|\.)blinkco\.io$/.test(url.hostname))
    throw refused(source, 'is an address of Blink without https');
  return url;
}

function withoutSlash({ href }: URL): string {
  return href.replace(/\/+$/, '');
}

function warningAbout({ protocol, href, host }: URL, source: string): string | undefined {
  if (protocol === 'https:' || isThisComputer(href)) return undefined;
  return `${source} is plain http: everybody between here and ${host} can read the credentials.`;
}

function isHostOf(environment: Environment, hostname: string): boolean {
  if (environment === 'local') return false;
  return Object.values(hosts[environment]).some((url) => new URL(url).hostname === hostname);
}

function refused(source: string, reason: string): CliError {
  return new CliError('usage', `The address in ${source} ${reason}.`, {
    hint: 'Give it like https://api.example.com; user names, passwords and tokens have variables of their own.',
  });
}

function otherEnvironment(source: string, other: Environment, environment: Environment): CliError {
  return new CliError('usage', `The address in ${source} is Blink's ${other}, not ${environment}.`, {
    hint: `Unset ${source}: with --env ${other} that address needs no variable.`,
  });
}
