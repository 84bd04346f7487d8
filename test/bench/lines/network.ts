import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOrders, writeStock } from '../inputs.ts';
import { type Figures, type Line, median, ratioOf, spread } from '../line.ts';
import { blink, inTurn, isInstalled, type Program, runForMemory } from '../programs.ts';
import { type Serving, slowServer } from '../servers.ts';

const rounds = 5;
/** Milliseconds that the server takes, and how many requests are under way at once. */
const [delay, concurrency] = [50, 8];

/** How near a run of many requests comes to what the server makes possible. */
export function networkLines(scratch: string): Line[] {
  const folder = join(scratch, 'network');
  const at = (server: Serving, ...words: string[]): Program => ({
    ...blink(folder, words, { BLINK_ENV: 'sandbox', BLINK_TOKEN: 'token', BLINK_API_URL: server.url }),
    // A run that finds all sent already would have nothing to do.
    before: () => rmSync(join(folder, 'state'), { recursive: true, force: true }),
  });
  const bulk = ['--concurrency', String(concurrency)];

  const stock = () =>
    serving(delay, async (server) => {
      const file = join(scratch, 'stock.csv');
      writeStock(file, 10_000);
      const [times = []] = await inTurn(rounds, [at(server, 'stock', 'sync', file, ...bulk)]);
      const requests = server.count() / (rounds + 1);
      const ideal = (requests * delay) / concurrency;
      return { value: median(times) / ideal, ours: spread(times), theirs: `${(ideal / 1000).toFixed(2)} s` };
    });
  const orders = () =>
    serving(delay, async (server) => {
      const file = join(scratch, 'orders.csv');
      writeOrders(file, 1000);
      const [ours = [], theirs = []] = await inTurn(rounds, [
        at(server, 'order', 'status', '--from', file, ...bulk),
        curl(server, scratch),
      ]);
      return ratioOf(ours, theirs);
    });
  const memory = () =>
    serving(0, async (server) => {
      const file = join(scratch, 'many-orders.csv');
      writeOrders(file, 60_000);
      const { time, peak } = await runForMemory(
        at(server, 'order', 'status', '--from', file, ...bulk),
        scratch,
      );
      return { value: peak, ours: `${(time / 1000).toFixed(1)} s` };
    });
  const table = () =>
    serving(0, async (server) => {
      const list = (format: string) => at(server, 'customers', 'list', '--all', '--output', format);
      const [ours = [], theirs = []] = await inTurn(2, [list('table'), list('ndjson')]);
      return ratioOf(ours, theirs);
    });

  return [
    {
      ...({
        part: 'network',
        what: '`stock sync`, 10,000 products, server answers in 50 ms',
        unit: '×',
      } as const),
      ...{ against: 'requests × 50 ms ÷ 8', budget: 1.1, aim: 1.05, measure: stock },
    },
    {
      ...({
        part: 'network',
        what: '`order status --from`, 1,000 orders, server answers in 50 ms',
        unit: '×',
      } as const),
      ...{ against: '`curl --parallel`', budget: 1.2, aim: 1.03 },
      measure: async () => (isInstalled('curl') ? await orders() : 'no curl here'),
    },
    {
      ...({ part: 'network', what: 'memory of `order status --from`, 60,000 orders', unit: 'MiB' } as const),
      ...{ against: '', aim: 130, measure: memory },
    },
    {
      ...({
        part: 'network',
        what: '`customers list --all` as a table, 100,000 customers',
        unit: '×',
      } as const),
      ...{ against: 'the same as ndjson', budget: 2, measure: table },
    },
  ];
}

async function serving(delay: number, use: (server: Serving) => Promise<Figures>): Promise<Figures> {
  const server = await slowServer(delay);
  try {
    return await use(server);
  } finally {
    server.close();
  }
}

/** curl with the same requests over as many connections. */
function curl(server: Serving, scratch: string): Program {
  const config = join(scratch, 'curl.txt');
  const body = '{\\"id\\":1,\\"status\\":1,\\"comment\\":\\"\\"}';
  const request = `url = "${server.url}/interface/v1/updateOrder"
header = "content-type: application/json"
header = "authorization: Bearer token"
data = "${body}"
output = "/dev/null"`;
  writeFileSync(config, Array.from({ length: 1000 }, () => request).join('\nnext\n'));
  const parallel = ['--parallel', '--parallel-immediate', '--parallel-max', String(concurrency)];
  return { command: ['curl', '--silent', ...parallel, '--config', config] };
}
