import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import { refused } from './laravel.ts';

const mostBytes = 256 * 1024 * 1024;

/**
 * The body of a request as an object. As in Laravel, an empty body and JSON that is no object count as an
 * object without fields. Text that is not JSON gets a 400 here, where Laravel would take it for nothing.
 */
export async function readBody(
  request: IncomingMessage,
  limit = mostBytes,
): Promise<{ body: Readonly<Record<string, unknown>> } | { refusal: Answer }> {
  const bytes = await readBytes(request, limit);
  if (bytes === undefined) {
    // A client that is still sending reads no answer: take the rest, and keep none of it.
    request.resume();
    return { refusal: refused(413, `Blink simulator: the body has more than ${limit} bytes`) };
  }
  if (bytes.length === 0) return { body: {} };
  try {
    // PHP reads no JSON that is not UTF-8, or has a byte order mark before it.
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    return { body: isObject(value) ? value : {} };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    return { refusal: refused(400, `Blink simulator: the body is not JSON: ${reason}`) };
  }
}

/** Undefined when there is more than `limit`. */
async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = chunk;
    length += bytes.length;
    if (length > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
