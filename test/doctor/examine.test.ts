import { expect, it } from 'vitest';
import { type Check, ok } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/examine.ts';
import { admit } from '../../src/doctor/patient.ts';
import { CliError } from '../../src/errors.ts';

const patient = admit(
  { env: {}, platform: 'linux', stdout: process.stdout },
  {},
  { shell: undefined, warn: () => {}, now: Date.now },
);
const check = (id: string, look: Check['look']): Check => ({ id, title: id, look });
const still = new AbortController().signal;

it('no check hides another: neither one that throws, nor one that never ends', async () => {
  const checks = [
    check('refuses', () => {
      throw new CliError('failed', 'The disk is full.', { hint: 'rm -r old' });
    }),
    check('breaks', async () => Reflect.get(Object(null), 'x').y),
    check('hangs', () => new Promise(() => {})),
    check('works', () => ok('fine')),
  ];
  expect(await examine(patient, checks, still, 50)).toEqual([
    { id: 'refuses', title: 'refuses', status: 'failed', detail: 'The disk is full', fix: 'rm -r old' },
    expect.objectContaining({
      id: 'breaks',
      status: 'failed',
      detail: expect.stringContaining('Something went wrong'),
    }),
    { id: 'hangs', title: 'hangs', status: 'failed', detail: 'it took more than 0.05 s' },
    { id: 'works', title: 'works', status: 'ok', detail: 'fine' },
  ]);
});

it('ends with the run', async () => {
  const stop = new AbortController();
  const examined = examine(patient, [check('hangs', () => new Promise(() => {}))], stop.signal, 60_000);
  stop.abort(new CliError('interrupted', 'Stopped.'));
  await expect(examined).rejects.toMatchObject({ code: 'interrupted' });
});
