import { join } from 'node:path';
import { writeMenu, writeOrders } from './inputs.ts';
import { asking, fillAnother, questions } from './lines/history.ts';
import { type Panel, plot } from './plot.ts';
import { blink, type Program, runForMemory } from './programs.ts';
import { slowServer } from './servers.ts';

/** A picture of how time and memory grow, and the name of its file. */
export interface Picture {
  name: string;
  svg: string;
}

/** Runs a program at growing sizes. */
async function grown(sizes: readonly number[], scratch: string, at: (size: number) => Promise<Program>) {
  const seconds = [];
  const memory = [];
  for (const size of sizes) {
    const { time, peak } = await runForMemory(await at(size), scratch);
    seconds.push({ x: size, y: time / 1000 });
    memory.push({ x: size, y: peak });
  }
  return { seconds, memory };
}

const upTo = (most: number, steps = 5) => Array.from({ length: steps }, (_, i) => (most / steps) * (i + 1));

/** The pictures, one after the other as they are made. */
export async function* growth(scratch: string): AsyncGenerator<Picture> {
  yield { name: 'reading', svg: await reading(scratch) };
  yield { name: 'sending', svg: await sending(scratch) };
  yield { name: 'history', svg: await history(scratch) };
}

async function reading(scratch: string): Promise<string> {
  const file = join(scratch, 'growing.csv');
  const convert = blink(join(scratch, 'reading'), ['menu', 'convert', file, '--to', 'json']);
  const kinds = [
    { name: 'each product together', scattered: false },
    { name: 'products scattered', scattered: true },
  ];
  const found = [];
  for (const { name, scattered } of kinds) {
    const at = async (rows: number) => {
      writeMenu(file, rows, { scattered });
      return convert;
    };
    found.push({ name, ...(await grown(upTo(1_000_000), scratch, at)) });
  }
  return plot(panels(found), 'rows of a menu');
}

async function sending(scratch: string): Promise<string> {
  const file = join(scratch, 'growing-orders.csv');
  const server = await slowServer(0);
  const env = { BLINK_ENV: 'sandbox', BLINK_TOKEN: 'token', BLINK_API_URL: server.url };
  const at = async (orders: number) => {
    writeOrders(file, orders);
    return blink(join(scratch, `sending-${orders}`), ['order', 'status', '--from', file], env);
  };
  try {
    const name = 'order status --from';
    return plot(panels([{ name, ...(await grown(upTo(60_000), scratch, at)) }]), 'orders');
  } finally {
    server.close();
  }
}

async function history(scratch: string): Promise<string> {
  const folder = join(scratch, 'growing-inbox');
  const found = questions.map((name) => ({ name, seconds: [] as Point[], memory: [] as Point[] }));
  for (const [day, events] of upTo(500_000).entries()) {
    await fillAnother(folder, day, 5 - day);
    for (const { name, seconds, memory } of found) {
      const { time, peak } = await runForMemory(asking(folder, name), scratch);
      seconds.push({ x: events, y: time / 1000 });
      memory.push({ x: events, y: peak });
    }
  }
  return plot(panels(found), 'events in the inbox');
}

type Point = { x: number; y: number };

function panels(found: readonly { name: string; seconds: Point[]; memory: Point[] }[]): Panel[] {
  return [
    { title: 'Time', unit: 's', series: found.map(({ name, seconds }) => ({ name, points: seconds })) },
    { title: 'Memory', unit: 'MiB', series: found.map(({ name, memory }) => ({ name, points: memory })) },
  ];
}
