import type { Reason } from '../error.ts';
import type { Failure } from './outcome.ts';

/** An error of the network in words. */
export interface NetworkTrouble {
  /** Completes "… failed: ". */
  what: string;
  reason: Reason;
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

type Wording = readonly [code: RegExp, what: string, reason: Reason];

const beforeSending: readonly Wording[] = [
  [/^ECONNREFUSED$/, 'nothing answers at this address', 'nobody_there'],
  [/^ENOTFOUND$/, 'there is no such host name', 'nobody_there'],
  [/^EAI_AGAIN$/, 'the host name could not be looked up', 'offline'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/, 'the network does not lead to this address', 'offline'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'no connection came about in time', 'offline'],
];
const afterSending: readonly Wording[] = [[/^HPE_/, 'what came back is not HTTP', 'nobody_there']];
const broken: Wording = [/$/, 'the connection broke before an answer came', 'offline'];

/** What a failed attempt's error means. */
export function explain({ error, sent }: Pick<Failure, 'error' | 'sent'>): NetworkTrouble {
  const code = codeOf(error);
  if (error instanceof ProxyError) {
    return { what: coded('the proxy gave no answer', code), reason: 'proxy', lasting: isTls(code) };
  }
  const tunnel = /^Proxy response \((\d+)\)/.exec(error?.message ?? '')?.[1];
  if (tunnel !== undefined) return proxyTrouble(Number(tunnel));
  if (isTls(code)) return tlsTrouble(code);
  if (code === 'UND_ERR_INVALID_ARG') {
    return {
      what: `the request cannot be put into HTTP (${error?.message})`,
      reason: 'unsendable',
      lasting: true,
    };
  }
  const [, what, reason] =
    (sent ? afterSending : beforeSending).find(([known]) => known.test(code)) ?? broken;
  return { what: coded(what, code), reason, lasting: false };
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
  const trouble = (what: string, reason: Reason) => ({ what: coded(what, code), reason, lasting: true });
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return trouble("the server's certificate is not valid today", 'certificate_date');
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS') {
    return trouble("the server's certificate is for another host", 'certificate_host');
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return trouble('no secure connection came about', 'no_secure_connection');
  }
  return trouble(
    "the server's certificate comes from an authority this computer does not trust",
    'certificate_authority',
  );
}

function proxyTrouble(status: number): NetworkTrouble {
  return {
    what: `the proxy answered ${status}${status === 407 ? ', it wants a user name and password' : ''}`,
    reason: 'proxy',
    lasting: status < 500,
  };
}
