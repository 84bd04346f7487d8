import type { Failure } from './outcome.ts';

/** An error of the network in words. */
export interface NetworkTrouble {
  /** Completes "… failed: ". */
  what: string;
  hint: string;
  /** True when the same attempt would fail again, so that repeating it is no use. */
  lasting: boolean;
}

/** The proxy could not be reached, or hung up. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  constructor(cause: unknown) {
    super('the proxy gave no answer', { cause });
  }
}

const tryLater = 'Check the internet connection, then run the command again.';
const checkAddress = 'Check that the address is right and the service is up, then run the command again.';
const checkProxy =
  'Check HTTP_PROXY and HTTPS_PROXY (http://user:password@host:port), or name the host in NO_PROXY to go around the proxy.';

type Wording = readonly [code: RegExp, what: string, hint: string];

const beforeSending: readonly Wording[] = [
  [/^ECONNREFUSED$/, 'nothing answers at this address', checkAddress],
  [/^ENOTFOUND$/, 'there is no such host name', checkAddress],
  [/^EAI_AGAIN$/, 'the host name could not be looked up', tryLater],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/, 'the network does not lead to this address', tryLater],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'no connection came about in time', tryLater],
];
const afterSending: readonly Wording[] = [[/^HPE_/, 'what came back is not HTTP', checkAddress]];
const broken: Wording = [/$/, 'the connection broke before an answer came', tryLater];

/** What a failed attempt's error means to the person who ran the command. */
export function explain({ error, sent }: Pick<Failure, 'error' | 'sent'>): NetworkTrouble {
  const code = codeOf(error);
  if (error instanceof ProxyError) {
    return { what: coded('the proxy gave no answer', code), hint: checkProxy, lasting: isTls(code) };
  }
  const tunnel = /^Proxy response \((\d+)\)/.exec(error?.message ?? '')?.[1];
  if (tunnel !== undefined) return proxyTrouble(Number(tunnel));
  if (isTls(code)) return tlsTrouble(code);
  if (code === 'UND_ERR_INVALID_ARG') {
    return {
      what: `the request cannot be put into HTTP (${error?.message})`,
      hint: 'Look for line breaks and unusual characters in what you gave.',
      lasting: true,
    };
  }
  const [, what, hint] = (sent ? afterSending : beforeSending).find(([known]) => known.test(code)) ?? broken;
  return { what: coded(what, code), hint, lasting: false };
}

function coded(what: string, code: string): string {
  return code === '' ? what : `${what} (${code})`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'HTTPParserError') return 'HPE_INVALID';
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}

function isTls(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_|CRL_|EPROTO$|UND_ERR_PRX_TLS)/.test(
    code,
  );
}

function tlsTrouble(code: string): NetworkTrouble {
  const trouble = (what: string, hint: string) => ({ what: coded(what, code), hint, lasting: true });
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return trouble(
      "the server's certificate is not valid today",
      'Check the date and time of this computer. If they are right, the service must renew its certificate.',
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS') {
    return trouble(
      "the server's certificate is for another host",
      'Check the address. If it is right, something in the network answers in place of the service.',
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return trouble(
      'no secure connection came about',
      'Check that the address is right: https, host and port.',
    );
  }
  return trouble(
    "the server's certificate comes from an authority this computer does not trust",
    'If your network or proxy inspects traffic, save its certificate authority to a file and name that file in the environment variable NODE_EXTRA_CA_CERTS. The check itself cannot be turned off.',
  );
}

function proxyTrouble(status: number): NetworkTrouble {
  return {
    what: `the proxy answered ${status}${status === 407 ? ', it wants a user name and password' : ''}`,
    hint: checkProxy,
    lasting: status < 500,
  };
}
