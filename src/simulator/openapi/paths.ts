import { type Endpoint, endpoints } from '../../blink/endpoints.ts';
import { methodsOf } from '../http/router.ts';
import { type Note, notes } from './notes.ts';
import { operation } from './operations.ts';
import { sample } from './samples.ts';

/** The calls that Blink has, as their records say. */
export async function blinkPaths(): Promise<Record<string, Record<string, unknown>>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = paths[endpoint.path] ?? {};
    paths[endpoint.path] = path;
    for (const method of methodsOf(endpoint)) {
      const operationId = method === endpoint.method ? name : `${name}ByPost`;
      path[method.toLowerCase()] = await described(operationId, endpoint, notes[name]);
    }
  }
  return paths;
}

async function described(operationId: string, endpoint: Endpoint, note: Note = {}) {
  const { open, query, reply, request, service, summary } = endpoint;
  return operation({
    operationId,
    tag: service === 'ordering' ? 'Ordering' : 'Logistics',
    summary,
    description: note.description ?? usualDescription(endpoint),
    parameters: query && Object.entries(query).map(([name, rest]) => ({ name, in: 'query', ...rest })),
    body: request && { schema: request.name, examples: valuesOf(request.examples) },
    answer: (reply && {
      status: reply.status,
      description: reply.description,
      schema: reply.name,
      example: await reply.example(),
    }) ??
      note.answer ?? { description: 'Taken' },
    refusals: [...(note.mayBeMissing ? [404] : []), ...(query ? [422] : [])],
    open,
  });
}

function usualDescription({ otherMethod, unconfirmed }: Endpoint): string {
  if (unconfirmed) return "Not on the vendor's pages: seen in public integrations only.";
  if (otherMethod) return "The vendor's headings say POST, its samples GET; both are answered.";
  return 'The answer is the same each time: nothing is kept of the call.';
}

function valuesOf(examples: Readonly<Record<string, string | object>>): Record<string, unknown> {
  const values = Object.entries(examples).map(([name, example]) => [
    name,
    typeof example === 'string' ? sample(example) : example,
  ]);
  return Object.fromEntries(values);
}
