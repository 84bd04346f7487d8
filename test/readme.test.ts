import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { CliError } from '../src/errors.ts';
import { blink, home } from './front-door.ts';

const readme = readFileSync('README.md', 'utf8');

/** The examples of the table of commands, in their order. */
const examples = readme
  .slice(readme.indexOf('## The commands'), readme.indexOf('### Stock and prices'))
  .split('\n')
  .flatMap((line) => /\| `(blink [^`]+)` \|$/.exec(line)?.[1] ?? []);

/** The examples that end when they are told to. */
const server = /webhook listen|simulator start/;

/** A command line as a shell parts it: by spaces, but for those in quotes. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);

it('has an example for every command that works when pasted, and warns of nothing', async () => {
  expect(examples.length).toBeGreaterThan(15);
  const env = home();
  for (const example of examples.filter((line) => !server.test(line))) {
    const { code, err } = await blink(words(example).slice(1), { env });
    const said = code === 0 ? err.split('\n').filter((line) => line.includes('Warning')) : err;
    expect({ example, code, said }).toEqual({ example, code: 0, said: [] });
  }
});

it.each(examples.filter((line) => server.test(line)))('%s serves until it is stopped', async (example) => {
  const env = home();
  const stop = new AbortController();
  const lines: string[] = [];
  const run = blink(words(example).slice(1), { env, signal: stop.signal, onErr: (text) => lines.push(text) });
  await vi.waitFor(() => expect(lines.join('')).toMatch(/http:\/\/127\.0\.0\.1:\d+/), { timeout: 10_000 });
  stop.abort(new CliError('interrupted', 'Stopped.'));
  expect(await run).toMatchObject({ code: 0 });
});

it('has two one-line commands on its first screen that run as they stand', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const first = readme.split('\n').slice(0, 30).join('\n');
  expect(first).toContain('```sh\nnpm ci && npm run demo\n```');
  expect(first).toContain('```sh\nnpm ci && npm test\n```');
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
});
