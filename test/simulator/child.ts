import { request } from 'node:http';
import { startSimulator } from '../../src/simulator/server.ts';

/*
 * A process with a simulator in it, as `--env local` runs one. The first argument says what it does.
 */

const [job = '', folder = '', first = '0', count = '0'] = process.argv.slice(2);

/** Calls with node's own client, which keeps the connection open unless told otherwise. */
function call(url: string, method: string, path: string, token: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(`${url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.once('end', () => {
        if (response.statusCode === 200 || response.statusCode === 201) resolve(JSON.parse(text));
        else reject(new Error(`${response.statusCode} ${text}`));
      });
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(body));
  });
}

function tokenOf(reply: unknown): string {
  return typeof reply === 'object' && reply !== null && 'access_token' in reply
    ? String(reply.access_token)
    : '';
}

async function write(url: string): Promise<void> {
  const token = tokenOf(
    await call(url, 'POST', '/interface/v1/login', '', { username: 'demo', password: 'demo' }),
  );
  const numbers = Array.from({ length: Number(count) }, (_, index) => Number(first) + index);
  await Promise.all(
    numbers.map(async (number) => {
      const id = String(number);
      const category = { id: 'c', name: 'Pizza' };
      const product = { id, sku: id, name: id, is_active: true, price: 1, category };
      await call(url, 'POST', '/interface/v1/importMenu', token, { products: [product] });
      const task = { mappingKey: id, mappingCode: id, mappingBranchId: '1', paymentType: 'COD', type: 1 };
      const customer = { customerName: 'A', customerAddress: 'B', customerPhone: '1', lat: '24', lng: '67' };
      const times = { pickUpTime: '2024-06-06T03:00:00Z', deliveryTime: '2024-06-06T04:00:00Z' };
      await call(url, 'POST', '/api/client/task', 'demo', { ...task, ...customer, ...times });
      if (number > 20) return;
      await call(url, 'POST', '/interface/v1/syncOrderStatus', token, { blink_order_id: id, status: 1 });
    }),
  );
}

const simulator = await startSimulator({ folder, unref: job === 'leave' });
await write(simulator.url);
if (job === 'write') await simulator.close();
process.stdout.write('done\n');
