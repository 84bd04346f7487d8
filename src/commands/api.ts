import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import type { Repeatability } from '../contract/endpoints.ts';
import { CliError } from '../errors.ts';
import { cleanText } from '../output/clean.ts';
import { define } from './command.ts';

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
      .option('--include', 'print the status and the headers too'),
  [
    'blink api GET /interface/v1/categories --env local',
    'blink api POST /interface/v1/syncOrderStatus --field blink_order_id=123 --field status=1 --env local',
  ],
  async (context, [method, path], flags) => {
    const { api, output, signal } = context;
    const verb = method.toUpperCase();
    if (!(verb in repeatability)) {
      throw new CliError('usage', `There is no method "${method}".`, {
        hint: 'Use GET, POST, PUT, PATCH or DELETE.',
      });
    }
    const fields = Object.fromEntries(flags.field);
    const inQuery = verb === 'GET';
    const body =
      flags.input === undefined
        ? inQuery || flags.field.length === 0
          ? undefined
          : JSON.stringify(typed(fields))
        : await readInput(context, flags.input);
    const client = await (flags.logistics ? api.logistics() : api.ordering());
    const query = inQuery ? fields : undefined;
    const answer = await client.raw(verb, path, {
      body,
      query,
      repeat: repeatability[verb] ?? 'once',
      signal,
    });
    const terminal = context.io.stdout.isTTY === true;
    if (flags.include) {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
      const head = [`HTTP ${answer.status}`, ...headers].map((line) => (terminal ? cleanText(line) : line));
      await output.data(`${head.join('\n')}\n\n`);
    }
    await output.data(terminal ? pretty(answer.text) : answer.text);
    if (answer.status >= 400) {
      const code = answer.status === 401 || answer.status === 403 ? 'not_logged_in' : 'refused';
      throw new CliError(code, `The server answered ${answer.status} to ${verb} ${path}.`);
    }
  },
);

const repeatability: Record<string, Repeatability> = {
  GET: 'read',
  POST: 'once',
  PUT: 'idempotent',
  PATCH: 'once',
  DELETE: 'idempotent',
};

function collect(text: string, before: (readonly [string, string])[]): (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliError('usage', `--field needs key=value, got "${text}".`);
  return [...before, [text.slice(0, at), text.slice(at + 1)] as const];
}

/** As `gh api` does: true, false, null and whole numbers are meant as such. */
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

/** JSON indented, for a person; anything else cleaned. */
function pretty(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text === '' ? '' : `${cleanText(text)}\n`;
  }
}
