import { schemaRef } from './schemas.ts';

/** One operation as its path has it. */
export interface Described {
  operationId: string;
  tag: 'Ordering' | 'Logistics' | 'Simulator';
  summary: string;
  description: string;
  parameters?: readonly object[] | undefined;
  body?: { schema: string; examples?: Record<string, unknown>; optional?: true } | undefined;
  /** The good answer. */
  answer: { status?: 201 | undefined; description: string; schema?: string; example?: unknown };
  /** Refusals beside those that every call of its kind has. */
  refusals?: readonly number[];
  /** True where no token is asked for. */
  open?: true | undefined;
}

const json = 'application/json';

/** An operation with everything that all of them have: credentials, refusals, and the failures asked for. */
export function operation(described: Described): Record<string, unknown> {
  const { operationId, tag, summary, description, parameters, body, answer, refusals = [], open } = described;
  const { status = 200, schema, example } = answer;
  const scheme = tag === 'Ordering' ? 'orderingToken' : 'logisticsToken';
  const secured = tag === 'Simulator' ? [{ [scheme]: [] }, {}] : [{ [scheme]: [] }];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: open ? [] : secured,
    ...(parameters && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.optional,
        content: {
          [json]: {
            schema: schemaRef(body.schema),
            ...(body.examples && {
              examples: Object.fromEntries(
                Object.entries(body.examples).map(([name, value]) => [name, { value }]),
              ),
            }),
          },
        },
      },
    }),
    responses: {
      [status]: {
        description: answer.description,
        content: {
          [json]: { ...(schema && { schema: schemaRef(schema) }), ...(example !== undefined && { example }) },
        },
      },
      ...(body && { 400: refusalRef('NotJson') }),
      ...((!open || operationId === 'login') && { 401: refusalRef('Unauthenticated') }),
      ...(refusals.includes(404) && { 404: refusalRef('NotFound') }),
      ...((body || refusals.includes(422)) && { 422: refusalRef('Invalid') }),
      ...(tag !== 'Simulator' && { 429: refusalRef('TooMany') }),
      '5XX': refusalRef('Failure'),
    },
  };
}

function refusalRef(name: string): { $ref: string } {
  return { $ref: `#/components/responses/${name}` };
}

const invalidExample = {
  message: 'The given data was invalid.',
  errors: { 'products.3.sku': ['The products.3.sku field is required.'] },
};

/** The refusals, in the shapes of Laravel. */
export const responses = {
  NotJson: refusal('The body is not JSON', 'Refusal', {
    message: 'Blink simulator: the body is not JSON: Unexpected end of JSON input',
  }),
  Unauthenticated: refusal('No token, a wrong one, or one that has run out', 'Refusal', {
    message: 'Unauthenticated.',
  }),
  NotFound: refusal('There is no such thing', 'Refusal', {
    message: 'Blink simulator: no task with this mappingKey',
  }),
  Invalid: refusal('Fields that are wrong', 'Invalid', invalidExample),
  TooMany: {
    ...refusal('More requests than the limit that was asked for', 'Refusal', {
      message: 'Too Many Attempts.',
    }),
    headers: {
      'Retry-After': header('Seconds to wait'),
      'X-RateLimit-Limit': header('Requests that are allowed'),
      'X-RateLimit-Remaining': header('Requests that are left'),
      'X-RateLimit-Reset': header('When the limit begins anew, in seconds since 1970'),
    },
  },
  Failure: refusal('A failure that was asked for, or one of the simulator itself', 'Refusal', {
    message: 'Blink simulator: this 502 is one of the failures that were asked for',
  }),
};

function refusal(description: string, schema: string, example: unknown) {
  return { description, content: { [json]: { schema: schemaRef(schema), example } } };
}

function header(description: string) {
  return { description, schema: { type: 'integer' } };
}
