import type { IncomingMessage } from 'node:http';
import type { EventHead, Header } from '../event.ts';

const blank = '***';

/**
 * Where a request came from: its headers, credentials blanked, and the address of its peer. Nobody here knows what
 * Blink sends, so all of it is kept: a signature or an id would be among it.
 * @param secret of this receiver, which is blanked wherever it stands
 */
export function senderOf(
  { rawHeaders, socket }: IncomingMessage,
  secret: string | undefined,
): Pick<EventHead, 'headers' | 'peer'> {
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, i): Header => {
    const [name = '', value = ''] = rawHeaders.slice(2 * i, 2 * i + 2);
    return [name, withoutCredentials(name, value, secret)];
  });
  return { headers, ...(socket.remoteAddress !== undefined && { peer: socket.remoteAddress }) };
}

/** The type that a body was sent with; JSON where it is not known. */
export function contentTypeOf({ headers = [] }: Pick<EventHead, 'headers'>): string {
  const [, type = ''] = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return type === '' ? 'application/json' : type;
}

function withoutCredentials(name: string, value: string, secret: string | undefined): string {
  if (credentialNames.test(name) && !harmlessNames.test(name)) return blank;
  const known = secret === undefined ? value : value.replaceAll(secret, blank);
  return credentialValues.reduce((text, pattern) => text.replace(pattern, `$1${blank}`), known);
}

/** A signature is none of them: without the key that it was made with it opens nothing. */
const credentialNames =
  /^(cookie|set-cookie|proxy-.*)$|auth|token|secret|passw|session|api-?key|-key$|^key$/i;
/** The id of a message, by which a repetition is known. */
const harmlessNames = /^(x-)?idempotency-key$/i;
const credentialValues = [
  /(\b(?:bearer|basic|digest)\s+)\S+/gi,
  /(\b[\w-]*(?:token|secret|passw(?:or)?d|api_?-?key|access_?-?key)["']?\s*[=:]\s*)[^\s&;,]+/gi,
  /()\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];
