import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const order = JSON.parse(readFileSync('fixtures/vendor/webhook-order.json', 'utf8'));

/** What a receiver made of a load: answers in a second, and the 99th of a hundred waiting times in milliseconds. */
export interface Loaded {
  rate: number;
  p99: number;
}

let lastOrder = 0;

/** Posts orders at a steady rate, each another one. @throws Error when one is not taken */
export async function postSteadily(url: string, perSecond: number, seconds: number): Promise<Loaded> {
  return await loaded((post) => {
    const began = performance.now();
    const total = perSecond * seconds;
    const all: Promise<void>[] = [];
    return new Promise((done, fail) => {
      const timer = setInterval(() => {
        const due = Math.min(total, ((performance.now() - began) / 1000) * perSecond);
        while (all.length < due) all.push(post(url));
        if (all.length < total) return;
        clearInterval(timer);
        Promise.all(all).then(() => done(), fail);
      }, 2);
    });
  });
}

/** Posts orders as quickly as they are answered, 64 at a time. */
export async function postAtOnce(url: string, total: number): Promise<Loaded> {
  return await loaded(async (post) => {
    let left = total;
    const line = async () => {
      while (left-- > 0) await post(url);
    };
    await Promise.all(Array.from({ length: 64 }, line));
  });
}

async function loaded(load: (post: (url: string) => Promise<void>) => Promise<void>): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const waited: number[] = [];
  const post = async (url: string) => {
    const began = performance.now();
    await postOrder(url, agent);
    waited.push(performance.now() - began);
  };
  const began = performance.now();
  await load(post);
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  waited.sort((a, b) => a - b);
  return { rate: waited.length / seconds, p99: waited[Math.floor(waited.length * 0.99)] ?? 0 };
}

function postOrder(url: string, agent: Agent): Promise<void> {
  const body = Buffer.from(JSON.stringify({ ...order, blink_order_id: ++lastOrder }));
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((done, fail) => {
    const posted = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 200 ? done() : fail(new Error(`${answer.statusCode}`))));
    });
    posted.on('error', fail);
    posted.end(body);
  });
}
