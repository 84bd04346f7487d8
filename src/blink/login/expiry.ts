import { parseJson } from '../answers/json.ts';

/** When a token expires by its own account, where it is a JWT that says so. */
export function expiryOf(token: string): Date | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const parsed = parseJson(Buffer.from(payload, 'base64url').toString());
  const claims = 'value' in parsed ? parsed.value : undefined;
  if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
  const date = new Date(Number(claims.exp) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Whether a token says of itself that it is no longer good. */
export function isExpired(token: string): boolean {
  const expiry = expiryOf(token);
  return expiry !== undefined && expiry.getTime() <= Date.now();
}
