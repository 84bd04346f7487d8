import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { parse } from '../../blink/contract/check.ts';

const issuer = 'blink-simulator';

const Claims = v.object({ iss: v.literal(issuer), sub: v.string(), exp: v.number() });

/** The header of the vendor's sample token, byte for byte. */
const header = encode({ typ: 'JWT', alg: 'HS256' });

/** A secret to sign tokens with. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A JSON Web Token for `username`. Times are in seconds since 1970, as the format has them. */
export function signToken(secret: string, username: string, issuedAt: number, seconds: number): string {
  const claims = { iss: issuer, sub: username, iat: issuedAt, exp: issuedAt + seconds, jti: randomUUID() };
  const content = `${header}.${encode(claims)}`;
  return `${content}.${signature(secret, content).toString('base64url')}`;
}

/** Whether `token` was signed with `secret` for `username` and has not run out at `now` (seconds). */
export function isGoodToken(token: string, secret: string, username: string, now: number): boolean {
  const [head, claims, signed, ...rest] = token.split('.');
  if (head === undefined || claims === undefined || signed === undefined || rest.length > 0) return false;
  const wanted = signature(secret, `${head}.${claims}`);
  const given = Buffer.from(signed, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
  // Signed by us, so it is JSON of our own making.
  const read = parse(Claims, JSON.parse(Buffer.from(claims, 'base64url').toString()));
  return 'value' in read && read.value.sub === username && now < read.value.exp;
}

function signature(secret: string, content: string): Buffer {
  return createHmac('sha256', secret).update(content).digest();
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
