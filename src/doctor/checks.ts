import { addressCheck } from './addresses.ts';
import type { Check } from './check.ts';
import { logisticsTokenCheck, orderingLoginCheck } from './credentials.ts';
import { cronPathCheck, cronVariablesCheck } from './cron.ts';
import { configFolderCheck, stateFolderCheck } from './folders.ts';
import { inboxCheck } from './inbox.ts';
import { ledgerCheck } from './ledger.ts';
import { locksCheck } from './locks.ts';
import { networkChecks } from './network/checks.ts';
import { authoritiesCheck, proxyCheck } from './network/set-up.ts';
import { nodeCheck } from './node.ts';
import { environmentCheck, settingsCheck } from './settings.ts';
import { terminalCheck } from './terminal.ts';

/** Every check, in the order of the report: what others rest on comes before them. Made anew for each examination. */
export function allChecks({ cron }: { cron: boolean }): Check[] {
  return [
    nodeCheck,
    ...(cron ? [cronPathCheck, cronVariablesCheck] : [terminalCheck]),
    ...[configFolderCheck, settingsCheck, stateFolderCheck, locksCheck],
    ...[environmentCheck, proxyCheck, authoritiesCheck],
    ...[addressCheck('ordering'), ...networkChecks('ordering'), orderingLoginCheck],
    ...[addressCheck('logistics'), ...networkChecks('logistics'), logisticsTokenCheck],
    ...[ledgerCheck, inboxCheck],
  ];
}
