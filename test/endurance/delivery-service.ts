import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a service treats the creation of a task: it answers; it takes every other task and drops the connection; it takes
 * the task some time later, also when nobody waits for the answer any more, and says until then that it has none; or it
 * takes all of them only when the work with it ends.
 */
export type Manner = 'answers' | 'drops' | 'delays' | 'lags';

/** A delivery service that counts what really arrives, and shows of it what it has. */
export interface DeliveryService {
  url: string;
  /** How often each mapping key was sent. */
  creations: Map<string, number>;
  /** The mapping keys of the tasks that there are. */
  tasks: Set<string>;
  /** Told of each creation as it arrives, with how many there were. */
  onCreation: (count: number) => void;
  /** Resolves once it has taken all that arrived. */
  settled(): Promise<void>;
}

/** How long a slow service takes for a task, in milliseconds: sometimes longer than the next run lives. */
const slowness = () => (Math.random() < 0.25 ? 1500 : Math.random() * 150);

/** Runs a delivery service for as long as the work goes on. */
export async function withDeliveryService<T>(
  manner: Manner,
  work: (service: DeliveryService) => Promise<T>,
): Promise<T> {
  const creations = new Map<string, number>();
  const tasks = new Set<string>();
  const taking = new Set<Promise<void>>();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const service: DeliveryService = {
    url: '',
    creations,
    tasks,
    onCreation: () => {},
    settled: async () => void (await Promise.all(taking)),
  };

  async function create(key: string, response: ServerResponse): Promise<void> {
    creations.set(key, (creations.get(key) ?? 0) + 1);
    service.onCreation([...creations.values()].reduce((sum, count) => sum + count, 0));
    if (manner === 'delays') await delay(slowness());
    if (manner === 'lags') await ended;
    tasks.add(key);
    if (manner === 'drops' && Math.random() < 0.5) response.destroy();
    else answer(response, 201, taskEvent(key));
  }

  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const body = await textOf(request);
    if (method === 'POST') {
      const taken = create(String(JSON.parse(body).mappingKey), response);
      taking.add(taken);
      void taken.then(() => taking.delete(taken));
      return;
    }
    const key = new URL(url, 'http://localhost').searchParams.get('mappingKey') ?? '';
    if (tasks.has(key)) answer(response, 200, taskEvent(key));
    else answer(response, 404, noSuchTask);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await work(service);
  } finally {
    end();
    await service.settled();
    server.closeAllConnections();
    server.close();
  }
}

const noSuchTask = { message: 'Task not found', success: false };

const taskEvent = (key: string) => ({
  eventId: 20,
  event: 'TASK_CREATED',
  data: { taskId: `KHI-${key}`, type: 1 },
});

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // A client that is killed cuts its request off: what came of it was no request.
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
