import { basename, extname } from 'node:path';
import type { MenuProduct } from '../../../blink/contract/menu.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import { standardInput } from '../../../files/readers/source.ts';
import { knownMenu } from '../../../ledger/catalog.ts';
import { auditMenu, scoreOf } from '../../../menu/audit/audit.ts';
import { diffMenus, type MenuDiff } from '../../../menu/diff.ts';
import { menuPage } from '../../../preview/menu-page.ts';
import { addChanges, addFindings, addProblems, noRemarks } from '../../../preview/remarks.ts';
import type { Context } from '../../../session/context.ts';
import { ledgerState } from '../../shared/bulk/ledger.ts';
import { localTime } from '../../shared/words.ts';
import { placesOf } from './audit-text.ts';
import { readStanding, type Standing } from './standing.ts';

/** A menu file as a page: its dishes, and at each what is wrong, what could be better, and what changes. */
export async function previewOf(
  context: Context,
  menu: FileOf<MenuProduct>,
  images: boolean,
): Promise<string> {
  const { name, items: products, problems } = menu;
  const remarks = noRemarks();
  const isWhole = problems.every(({ severity }) => severity !== 'error');
  const { productOf, unread } = isWhole && problems.length === 0 ? nothingUnread : await readStanding(menu);
  addProblems(remarks, problems, productOf);
  const findings = auditMenu(products);
  // Positions in the file are those of the menu only where every dish of it could be read.
  addFindings(remarks, findings, products, isWhole ? await placesOf(menu, findings) : []);
  const { since, diff } = changesIn(context, menu, isWhole);
  if (diff) addChanges(remarks, diff);
  return menuPage({
    title: titleOf(name),
    file: basename(name),
    products,
    unread,
    remarks,
    images,
    since,
    score: isWhole ? scoreOf(products, findings) : undefined,
    gone: diff === undefined ? [] : [...diff.gone, ...diff.deleted].map((product) => product.name),
  });
}

const nothingUnread: Standing = { productOf: () => undefined, unread: [] };

/** What the menu changes in the last import from here, where there was one; a menu that lost dishes changes nothing. */
function changesIn(
  context: Context,
  { items }: FileOf<MenuProduct>,
  isWhole: boolean,
): { since?: string; diff?: MenuDiff } {
  const { importedAt, products: before } = knownMenu(ledgerState(context, { kind: 'menu' }));
  if (importedAt === undefined || !isWhole) return {};
  return { since: localTime(importedAt), diff: diffMenus(before, items) };
}

/** `lahore-menu.csv` is the "Lahore menu"; what comes in by a pipe has no name. */
function titleOf(file: string): string {
  if (file === standardInput) return 'Menu';
  const words = basename(file, extname(file)).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
