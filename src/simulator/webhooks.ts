import type { OrderEvent, OrderStatusEvent } from '../blink/contract/order.ts';
import type { TaskEvent } from '../blink/contract/task.ts';

/** The three things that Blink tells a restaurant's own server. */
export type Message =
  | { kind: 'order'; event: OrderEvent }
  | { kind: 'order-status'; event: OrderStatusEvent }
  | { kind: 'task'; event: TaskEvent };

/** Where each kind is posted to; what has no address is told to nobody. */
export type WebhookUrls = Partial<Record<Message['kind'], string>>;

/** A webhook that was called, and what came of it. */
export interface Delivery {
  kind: Message['kind'];
  /** Without its query, which may hold a secret. */
  url: string;
  /** Undefined where no answer came. */
  status: number | undefined;
  /** Why it does not count as taken; undefined where it does. */
  why: string | undefined;
  ms: number;
  /** Bytes that were posted. */
  size: number;
}

export interface Webhooks {
  /** Begins to post a message. Nothing is repeated, as Blink repeats nothing. */
  tell(message: Message): void;
  /** Waits for the calls that were begun, 5 seconds at most, and hangs up. */
  close(): Promise<void>;
}

/** Milliseconds that Blink waits for an answer. */
const patience = 5000;

const connections = 16;

/** @param onDelivery told of every call once it is over */
export function createWebhooks(urls: WebhookUrls, onDelivery: (delivery: Delivery) => void): Webhooks {
  const giveUp = new AbortController();
  const posters = new Map<string, Promise<Poster>>();
  /** The last call about each order and task: what happens to one is told in its order. */
  const under = new Map<string, Promise<void>>();

  const posterFor = (url: string) => {
    const poster = posters.get(url) ?? openPoster(url);
    posters.set(url, poster);
    return poster;
  };

  const post = async ({ kind, event }: Message, url: string): Promise<void> => {
    const body = Buffer.from(JSON.stringify(event));
    const begun = performance.now();
    const poster = await posterFor(url);
    const receipt = await poster.post(body, { headers, timeout: patience, signal: giveUp.signal });
    onDelivery({
      kind,
      url: shown(url),
      status: receipt.status,
      why: receipt.taken ? undefined : receipt.why,
      ms: performance.now() - begun,
      size: body.length,
    });
  };

  return {
    tell(message) {
      const url = urls[message.kind];
      if (url === undefined) return;
      const key = subjectOf(message);
      const before = under.get(key) ?? Promise.resolve();
      const call = before
        .then(() => post(message, url))
        .catch(() => {})
        .finally(() => {
          if (under.get(key) === call) under.delete(key);
        });
      under.set(key, call);
    },
    async close() {
      const deadline = setTimeout(() => giveUp.abort(), patience);
      while (under.size > 0) await Promise.all(under.values());
      clearTimeout(deadline);
      await Promise.all([...posters.values()].map(async (poster) => (await poster).close()));
    },
  };
}

type Poster = ReturnType<typeof import('../blink/post.ts').createPoster>;

const headers = { 'content-type': 'application/json', 'user-agent': 'blink-simulator' };

async function openPoster(url: string): Promise<Poster> {
  const { createPoster } = await import('../blink/post.ts');
  return createPoster(url, connections);
}

function subjectOf({ kind, event }: Message): string {
  return kind === 'task' ? `task ${event.data.taskId}` : `order ${event.blink_order_id}`;
}

/** The path of a webhook is often its only secret. */
function shown(url: string): string {
  return new URL(url).origin;
}
