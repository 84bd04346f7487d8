import { batchesOf } from '../../../bulk/batches.ts';
import { recordsAt } from '../../../bulk/request.ts';
import { CliError } from '../../../errors.ts';
import { jsonHash } from '../../../ledger/json-hash.ts';
import type { LedgerState } from '../../../ledger/ledger-state.ts';
import type { Context } from '../../../session/context.ts';
import { requestUrl } from '../../../session/target/in-words.ts';
import { plural } from '../words.ts';
import type { Plan } from './plan.ts';

/**
 * Prints what a plan would send: nothing of it is, and no login is needed.
 * @param state what the ledger shows: a record that must not be made twice and is known to it would not be sent
 * @throws CliError `refused` where such a record would be another now
 */
export async function showPlan<T>(
  context: Context,
  plan: Plan<T>,
  state: LedgerState | undefined,
): Promise<void> {
  const { output } = context;
  const { body, batchSize = 1, endpoint, whole } = plan;
  const { method } = endpoint;
  const url = requestUrl(context, endpoint);
  const records = plan.once === undefined || plan.once.again ? plan.records : unknownTo(state, plan, output);
  const requests = batchesOf([...records.keys()], batchSize).map((indexes) => {
    return { method, url, body: body(recordsAt(records, indexes)) };
  });
  if (!output.forPeople) {
    const summary = whole?.summary ?? { records: records.length, requests: requests.length };
    return output.json({ dryRun: true, plan: summary, requests });
  }
  // What makes sense only as a whole was shown as such.
  const lines = whole ? [''] : requests.map((one) => `${method} ${url} ${JSON.stringify(one.body)}`);
  for (const line of lines) await output.report(line);
  await output.report(`Dry run: nothing was sent. It would be ${plural(requests.length, 'request')}.`);
}

/** The records that the ledger knows nothing of. Those that it knows are made, or may be. */
function unknownTo<T>(
  state: LedgerState | undefined,
  { kind, records, idOf, hashOf = jsonHash }: Plan<T>,
  output: Context['output'],
): readonly T[] {
  const known = state?.records.get(kind);
  const changed = records.filter((record) => {
    const last = known?.get(idOf(record))?.confirmed.at(-1);
    return last !== undefined && last.hash !== hashOf(record);
  });
  if (changed.length > 0) {
    const ids = changed.map(idOf).join(', ');
    throw new CliError('refused', `Made already, with other details: ${ids}. They would not be changed.`);
  }
  const left = records.filter((record) => {
    const { confirmed = [], doubts = [] } = known?.get(idOf(record)) ?? {};
    return confirmed.length === 0 && doubts.length === 0;
  });
  const out = records.length - left.length;
  if (out > 0) output.note(`${plural(out, 'record')} left out: sent before, as the ledger shows.`);
  return left;
}
