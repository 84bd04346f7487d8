import { ApiError } from '../api/error.ts';
import type { MenuProduct } from '../contract/menu.ts';
import { CliError } from '../errors.ts';

/** What became of one record of a bulk run. */
export interface Outcome {
  id: string;
  outcome: 'done' | 'refused' | 'unknown' | 'skipped';
  error?: string;
}

/** What became of a menu. `problems` are the refusals, by path in the whole menu: `products.3.sku`. */
export interface MenuRun {
  outcomes: Outcome[];
  confirmed: MenuProduct[];
  refusals: { field: string; message: string }[];
  /** What ended the run early or refused a batch; undefined when all went well. */
  error: CliError | undefined;
}

/**
 * Sends a menu, one request a batch, one after the other. A batch that the server refuses does not stop the others;
 * a server that cannot be reached or does not know us does.
 * @param send makes one request
 * @param report is told after each batch how many products are through
 */
export async function sendMenu(
  products: readonly MenuProduct[],
  batchSize: number,
  send: (batch: readonly MenuProduct[]) => Promise<unknown>,
  report: (sent: number) => void,
): Promise<MenuRun> {
  const run: MenuRun = { outcomes: [], confirmed: [], refusals: [], error: undefined };
  for (let start = 0; start < products.length; start += batchSize) {
    const batch = products.slice(start, start + batchSize);
    try {
      await send(batch);
      run.confirmed.push(...batch);
      run.outcomes.push(...batch.map(({ id }): Outcome => ({ id: String(id), outcome: 'done' })));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      run.error ??= error;
      addFailures(run, batch, start, error);
      if (!(error instanceof ApiError && error.kind === 'refused')) {
        const rest = products.slice(start + batchSize);
        run.outcomes.push(...rest.map(({ id }): Outcome => ({ id: String(id), outcome: 'skipped' })));
        break;
      }
    }
    report(Math.min(start + batchSize, products.length));
  }
  return run;
}

const productField = /^products\.(\d+)(.*)$/;

function addFailures(run: MenuRun, batch: readonly MenuProduct[], start: number, error: CliError): void {
  const named = new Map<number, string>();
  const refused = error instanceof ApiError && error.kind === 'refused';
  if (refused) {
    for (const [field, messages] of Object.entries(error.fieldErrors)) {
      const [, index, rest = ''] = productField.exec(field) ?? [];
      if (index !== undefined) named.set(Number(index), messages[0] ?? '');
      const inMenu = index === undefined ? field : `products.${Number(index) + start}${rest}`;
      run.refusals.push(...messages.map((message) => ({ field: inMenu, message })));
    }
  }
  const outcome =
    refused && named.size === 0 ? 'refused' : error.code === 'unknown_outcome' ? 'unknown' : 'skipped';
  batch.forEach(({ id }, i) => {
    const message = named.get(i);
    run.outcomes.push(
      message === undefined
        ? { id: String(id), outcome, error: error.message }
        : { id: String(id), outcome: 'refused', error: message },
    );
  });
}
