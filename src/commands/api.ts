import { readFile } from 'node:fs/promises';
import { endpoints, type Repeatability } from '../blink/endpoints.ts';
import type { Service } from '../blink/services.ts';
import { addressOf, pathOf } from '../blink/wire/address.ts';
import { CliError } from '../errors.ts';
import type { Context } from '../session/context.ts';
import { requestUrl } from '../session/target/in-words.ts';
import { nextPage, parsed, printAnswer } from './shared/api-answer.ts';
import { define } from './shared/command.ts';
import { confirmWrite } from './shared/confirm.ts';

export default define(
  (command) =>
    command
      .argument('<method>', 'GET, POST, PUT, PATCH or DELETE')
      .argument('<path>', 'such as /interface/v1/branches, with its query')
      .option(
        '--field <key=value>',
        'a field of the JSON body, or of the query for GET; may be repeated',
        collect,
        [],
      )
      .option('--input <file>', 'send this file as the body; - reads standard input')
      .option('--logistics', 'call the logistics service')
      .option('--paginate', 'get every page of a list, a document a line')
      .option('--include', 'print the status and the headers too')
      .option('--dry-run', 'show what would be sent, send nothing'),
  [
    'blink api GET /interface/v1/categories --env local',
    'blink api GET /interface/v1/customers --paginate --env local',
    'blink api POST /interface/v1/syncOrderStatus --field blink_order_id=123 --field status=1 --env local',
  ],
  async (context, [method, path], flags) => {
    const verb = verbOf(method);
    const isRead = verb === 'GET';
    if (flags.input !== undefined && flags.field.length > 0) {
      throw new CliError('usage', 'The body comes from --input or from --field, not from both.');
    }
    if (flags.paginate && !isRead) throw new CliError('usage', 'Only GET has pages: leave out --paginate.');
    const fields = Object.fromEntries(flags.field);
    const fromFields = isRead || flags.field.length === 0 ? undefined : JSON.stringify(typed(fields));
    const body = flags.input === undefined ? fromFields : await readInput(context, flags.input);
    const service: Service = flags.logistics ? 'logistics' : 'ordering';
    if (flags.dryRun) {
      return showRequest(context, verb, { service, path, query: isRead ? fields : undefined }, body);
    }
    const client = await context.api[service]();
    if (!isRead)
      await confirmWrite(context, { what: `send ${verb} ${path}`, service, each: excerptOf(body) });
    const repeat = repeatability(verb, path);
    const printAll = async () => {
      for (let page: number | undefined; ; ) {
        const query = isRead
          ? { ...fields, ...(page === undefined ? {} : { page: String(page) }) }
          : undefined;
        const answer = await client.raw(verb, path, { body, query, repeat, signal: context.signal });
        await printAnswer(context, answer, flags.include ?? false, flags.paginate ?? false);
        if (answer.status >= 400) throw refusal(answer.status, verb, path);
        page = flags.paginate ? nextPage(answer.text) : undefined;
        if (page === undefined) return;
      }
    };
    await (flags.paginate ? context.output.whole(printAll) : printAll());
  },
);

const verbs: Record<string, Repeatability> = {
  GET: 'read',
  POST: 'once',
  PUT: 'idempotent',
  PATCH: 'once',
  DELETE: 'idempotent',
};

function verbOf(method: string): string {
  const verb = method.toUpperCase();
  if (Object.hasOwn(verbs, verb)) return verb;
  throw new CliError('usage', `There is no method "${method}".`, {
    hint: 'Use GET, POST, PUT, PATCH or DELETE.',
  });
}

/** What may be repeated: for Blink's known calls as the contract says, else as HTTP says of the method. */
function repeatability(verb: string, path: string): Repeatability {
  const known = Object.values(endpoints).find(
    (one) => one.method === verb && one.path === path.split('?')[0],
  );
  return known?.repeat ?? verbs[verb] ?? 'once';
}

function refusal(status: number, verb: string, path: string): CliError {
  const code = status === 401 || status === 403 ? 'not_logged_in' : status === 429 ? 'throttled' : 'refused';
  return new CliError(
    status >= 500 ? 'unreachable' : code,
    `The server answered ${status} to ${verb} ${path}.`,
  );
}

const longestExcerpt = 500;

/** The body as the person is shown it who is asked whether to send it. */
function excerptOf(body: string | Uint8Array | undefined): string[] {
  if (body === undefined) return [];
  const text = Buffer.from(body).toString();
  return [text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text];
}

async function showRequest(
  context: Context,
  method: string,
  { service, path, query }: { service: Service; path: string; query: Record<string, string> | undefined },
  body: string | Uint8Array | undefined,
): Promise<void> {
  const address = addressOf(requestUrl(context, { service, path: '' }));
  const text = body === undefined ? null : Buffer.from(body).toString();
  await context.output.json({
    dryRun: true,
    plan: { requests: 1 },
    requests: [
      {
        method,
        url: address.origin + pathOf(address, path, query),
        body: text === null ? null : parsed(text),
      },
    ],
  });
}

function collect(text: string, before: (readonly [string, string])[]): (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliError('usage', `--field needs key=value, got "${text}".`);
  return [...before, [text.slice(0, at), text.slice(at + 1)] as const];
}

/** Words such as true and null, and numbers that JSON keeps exactly, are meant as such; the rest is text. */
function typed(fields: Record<string, string>): Record<string, unknown> {
  const literal = /^(true|false|null|-?(0|[1-9]\d{0,14})(\.\d{1,3})?)$/;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, literal.test(value) ? JSON.parse(value) : value]),
  );
}

async function readInput({ io }: Context, path: string): Promise<Uint8Array> {
  if (path !== '-') {
    return readFile(path).catch((cause: Error) => {
      throw new CliError('invalid_input', `Cannot read ${path}: ${cause.message}.`, { cause });
    });
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
