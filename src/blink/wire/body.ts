import { parseJson } from '../answers/json.ts';
import { type Answer, type Damage, type Headers, headerOf, isSuccess, type Outcome } from './outcome.ts';
import { unpack } from './unpack.ts';

/** No answer of Blink's comes near this; what is larger is cut short to keep memory bounded. */
export const largestBody = 64 * 1024 * 1024;

/** An answer as it came over the wire. */
export interface Received {
  method: string;
  status: number;
  headers: Headers;
  body: Buffer;
  /** What went wrong on the way, if something did. */
  damage: Damage | undefined;
}

/** Unpacks and decodes an answer's body; of a damaged one, what can be shown of it. */
export async function readAnswer({ method, status, headers, body, damage }: Received): Promise<Answer> {
  const content = await unpacked(body, headerOf(headers, 'content-encoding'));
  return {
    type: 'answer',
    status,
    headers,
    text: new TextDecoder().decode(content.bytes),
    bytes: body.length,
    damage:
      damage ?? content.damage ?? (endsBeforeItsBody(method, status, headers, body) ? 'cut_off' : undefined),
  };
}

/** Reads the body of a success as JSON: what is not JSON is damage. Other outcomes stay as they are. */
export function asJson(outcome: Outcome): Outcome {
  if (outcome.type === 'failure' || outcome.damage !== undefined || !isSuccess(outcome.status))
    return outcome;
  if (outcome.text.trim() === '') return outcome;
  const parsed = parseJson(outcome.text);
  return 'wrong' in parsed ? { ...outcome, damage: parsed.wrong } : { ...outcome, value: parsed.value };
}

/** A body that ends with the connection announces no length, so one that is empty may as well have been cut off. */
function endsBeforeItsBody(method: string, status: number, headers: Headers, body: Buffer): boolean {
  const bodiless = method === 'HEAD' || status === 204 || status === 205;
  const framed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return body.length === 0 && !bodiless && !framed;
}

const gzipMark = Buffer.from([0x1f, 0x8b]);

async function unpacked(bytes: Buffer, encoding: string): Promise<{ bytes: Buffer; damage?: Damage }> {
  if (bytes.length === 0) return { bytes };
  const result = await unpack(bytes, encoding, largestBody);
  if ('bytes' in result) return result;
  // Of what was packed a person can read nothing.
  const readable = bytes.subarray(0, 2).equals(gzipMark) ? Buffer.alloc(0) : bytes;
  return { bytes: readable, damage: result.wrong === 'too_large' ? 'too_large' : 'bad_packing' };
}
