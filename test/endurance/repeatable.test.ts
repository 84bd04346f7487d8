import { writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from 'vitest';
import { readLedger } from '../../src/ledger/ledger.ts';
import { type Started, start } from '../e2e/process.ts';
import { home, type Run } from '../front-door.ts';
import { eachOf } from '../storage/children.ts';
import { attack, type Tally } from './attack.ts';

const kills = 60;
const signals = 16;
const outages = 6;

/** How long the service is away, in milliseconds: once longer than any single call waits. */
const away = (number: number) => (number < 2 ? 30_000 : 3000);
const records = 40;

/** A service that has what it was sent last, and may be away. */
interface OrderingService {
  url: string;
  /** What each record was sent as, in the order it came. */
  sent: Map<string, string[]>;
  onRequest: (count: number) => void;
  /** True where it answers only when an interrupted run waits no more. */
  isSlow: boolean;
  /** Answers in place of the service. */
  instead: ((response: ServerResponse) => void) | undefined;
  /** Takes no connections for a while. */
  leave(ms: number): void;
}

interface Body {
  products?: { id: string; price: number }[];
  blink_order_id?: string;
  status?: number;
}

async function withOrderingService<T>(work: (service: OrderingService) => Promise<T>): Promise<T> {
  let count = 0;
  const sent = new Map<string, string[]>();
  const take = ({ products, blink_order_id: order, status }: Body) => {
    const all = products?.map(({ id, price }) => [id, price] as const) ?? [[String(order), status] as const];
    for (const [id, value] of all) sent.set(id, [...(sent.get(id) ?? []), String(value)]);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    if (service.instead) return service.instead(response);
    count += 1;
    take(JSON.parse(Buffer.concat(chunks).toString()));
    service.onRequest(count);
    await delay(service.isSlow ? 1500 : Math.random() * 5);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ msg: 'Success', success: true, error: null, data: [] }));
  });
  const port = await listen(server, 0);
  const service: OrderingService = {
    url: `http://127.0.0.1:${port}`,
    sent,
    onRequest: () => {},
    isSlow: false,
    instead: undefined,
    leave(ms) {
      server.close();
      server.closeAllConnections();
      setTimeout(() => server.listen(port, '127.0.0.1'), ms);
    },
  };
  try {
    return await work(service);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Records that may be sent twice, and the command that sends them. */
interface Own {
  env: NodeJS.ProcessEnv;
  command: readonly string[];
  /** What the service has of each in the end. */
  wanted: ReadonlyMap<string, string>;
}

const states: Record<string, string> = { accepted: '1', dispatched: '2', delivered: '3' };

const jobs = {
  'stock sync': ({ url }: OrderingService): Own => {
    const wanted = Array.from({ length: records }, (_, i) => [`p${i}`, String(100 + i)] as const);
    const rows = wanted.map(([id, price]) => `${id},${price},0\n`);
    const flags = ['--batch-size', '2', '--concurrency', '2', '--json'];
    return ownFile(
      url,
      ['stock', 'sync'],
      `product_id,price,discount_price\n${rows.join('')}`,
      flags,
      wanted,
    );
  },
  'order status --from': ({ url }: OrderingService): Own => {
    const names = Object.keys(states);
    const wanted = Array.from({ length: records / 2 }, (_, i) => {
      return [String(1_236_000 + i), names[i % names.length] ?? ''] as const;
    });
    // Each of them is accepted before it comes to its end.
    const rows = wanted.map(
      ([id, state]) => `${id},accepted\n${state === 'accepted' ? '' : `${id},${state}\n`}`,
    );
    const numbers = wanted.map(([id, state]) => [id, states[state] ?? ''] as const);
    const flags = ['--concurrency', '2', '--json'];
    return ownFile(url, ['order', 'status', '--from'], `id,status\n${rows.join('')}`, flags, numbers);
  },
};

function ownFile(
  url: string,
  name: readonly string[],
  content: string,
  flags: readonly string[],
  wanted: readonly (readonly [string, string])[],
): Own {
  const account = { BLINK_ENV: 'sandbox', BLINK_TOKEN: 'token-1', BLINK_API_URL: url };
  const env: NodeJS.ProcessEnv = { ...home(), ...account };
  const file = join(env.HOME ?? '', 'records.csv');
  writeFileSync(file, content);
  return { env, command: [...name, file, ...flags], wanted: new Map(wanted) };
}

const run = ({ command, env }: Own): Started => start(command, env);

/** The records that the ledger shows as confirmed, with nothing open. */
function confirmedIn({ env, command }: Own): Set<string> {
  const folder = join(env.BLINK_STATE_DIR ?? '', 'default', 'sandbox');
  const [book, kind] =
    command[0] === 'stock' ? (['catalog', 'stock'] as const) : (['orders', 'order'] as const);
  const standings = [...(readLedger(folder, book).state.records.get(kind) ?? [])];
  return new Set(
    standings.flatMap(([id, { confirmed, doubts }]) =>
      confirmed.length > 0 && doubts.length === 0 ? [id] : [],
    ),
  );
}

/** Runs the command to its end, and counts what the service has not, or got again although it was confirmed. */
async function goOn(
  tally: Tally,
  service: OrderingService,
  own: Own,
  first: Run,
  what: string,
): Promise<void> {
  const confirmed = first.out === '' && own.command[0] === 'stock' ? confirmedIn(own) : new Set<string>();
  const before = new Map([...service.sent].map(([id, all]) => [id, all.length]));
  let last = await run(own).ended;
  if (last.code !== 0) last = await run(own).ended;
  tally.tries += 1;
  if (last.code !== 0) tally.lost.push(`exit ${last.code} ${last.err}: ${what}`);
  for (const [id, value] of own.wanted) {
    if (service.sent.get(id)?.at(-1) !== value) tally.lost.push(`${id} is not ${value}: ${what}`);
    const again = confirmed.has(id) && service.sent.get(id)?.length !== before.get(id);
    if (again) tally.twice.push(`${id} was confirmed: ${what}`);
  }
}

describe.each(['stock sync', 'order status --from'] as const)('%s', (name) => {
  const makeOwn = jobs[name];

  attack('kill -9 at any moment, then the same again', async (tally) => {
    let life = 500;
    await eachOf([...Array(kills).keys()], async (number) => {
      await withOrderingService(async (service) => {
        const own = makeOwn(service);
        const began = performance.now();
        const { child, ended } = run(own);
        const due = 1 + Math.floor(Math.random() * (records / 2));
        if (number % 2 === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * life);
        else
          service.onRequest = (count) =>
            count === due && setTimeout(() => child.kill('SIGKILL'), Math.random() * 6);
        const first = await ended;
        if (first.signal === null) life = performance.now() - began;
        service.onRequest = () => {};
        await goOn(tally, service, own, first, `killed after ${Math.round(performance.now() - began)} ms`);
      });
    });
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    attack(`${signal}: what was under way is done or unknown, never skipped`, async (tally) => {
      await eachOf([...Array(signals).keys()], async (number) => {
        await withOrderingService(async (service) => {
          const own = makeOwn(service);
          const { child, ended } = run(own);
          const due = 1 + Math.floor(Math.random() * (records / 4));
          service.onRequest = (count) => {
            if (count !== due) return;
            service.isSlow = number % 2 === 0;
            child.kill(signal);
          };
          const first = await ended;
          service.onRequest = () => {};
          service.isSlow = false;
          const what = `${signal} at request ${due}`;
          if (first.code !== code) tally.silent.push(`exit ${first.code}: ${what}`);
          const results: { id: string; outcome: string }[] = JSON.parse(first.out).results;
          for (const [id, all] of service.sent) {
            const outcomes = results.filter((one) => one.id === id).map(({ outcome }) => outcome);
            const told = outcomes.filter((outcome) => outcome === 'done' || outcome === 'unknown');
            if (told.length < all.length) tally.silent.push(`${id} was sent, told ${outcomes}: ${what}`);
          }
          await goOn(tally, service, own, first, what);
        });
      });
    });
  }

  attack('a service that is away for some seconds', async (tally) => {
    await eachOf([...Array(outages).keys()], async (number) => {
      await withOrderingService(async (service) => {
        const own = makeOwn(service);
        const { ended } = run(own);
        const due = 2 + number;
        service.onRequest = (count) => {
          if (count !== due) return;
          if (number % 2 === 0) return service.leave(away(number));
          service.instead = (response) => response.writeHead(503).end('Service Unavailable');
          setTimeout(() => {
            service.instead = undefined;
          }, away(number));
        };
        const first = await ended;
        service.onRequest = () => {};
        const what = `${number % 2 === 0 ? 'no connections' : '503'} for ${away(number) / 1000} s`;
        if (first.code !== 0)
          tally.lost.push(`the run did not outlast it, exit ${first.code} ${first.err}: ${what}`);
        await goOn(tally, service, own, first, what);
      });
    });
  });
});
