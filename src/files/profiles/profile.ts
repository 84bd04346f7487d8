import type { Finding } from '../../finding.ts';
import type { CellRules } from '../cells/cells.ts';
import type { Problem } from '../problem.ts';
import type { Binding } from '../sheet/header.ts';
import type { Layout } from '../sheet/layout.ts';
import type { Sheet } from '../sheet/sheet.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import type { Flag } from './idle-flags.ts';

/** Whose files these are: ours, or the exports of one till. It says what their columns mean. */
export interface Profile {
  /** `own`, `loyverse`: as `--format` has it. */
  name: string;
  /** The till as people call it; none for our own files. */
  title?: string;
  /** Decisions that leave its files as they are, and a clause that says why. */
  idle?: { flags: readonly Flag[]; why: string };
  /** The tables that its files hold, one each. The first has the items. */
  tables: readonly [TableProfile, ...TableProfile[]];
  /**
   * Gives the items what the other files of the set hold.
   * @param sheets as `tables` has them; undefined for a file that was not given
   * @returns `findings` in the file of the items, or in one that a path into its drafts leads to; `problems` in others
   */
  join?(
    items: Sheet,
    sheets: readonly (Sheet | undefined)[],
    decisions: Decisions,
  ): { findings: readonly Finding[]; problems?: readonly Problem[] };
}

/** What one table of a profile means. */
export interface TableProfile {
  /** How many columns of a header it knows; 0 for the header of another table. */
  countKnown(header: readonly string[], kind: TableKind): number;
  /** Which column of the file is which of ours. */
  bind(layout: Layout, kind: TableKind, decisions: Decisions): Binding;
  /** Turns the rows of the file into rows to be grouped. Made for each reading of the file; none where rows stay as they are. */
  transform?(of: Transformed): RowTransform | undefined;
  /** How cells are always written in such a file. @param given what the operator says of it */
  rules?(layout: Layout, given: CellRules): CellRules;
  /** What its rows make, where that is not what the items of the menu or stock are made of. */
  kind?: TableKind;
}

/** A row with its number in the file: where it is wrong, it is found there. */
export interface Row {
  cells: readonly string[];
  row: number;
}

/** The file whose rows are turned into others, and what is known of it. */
export interface Transformed {
  layout: Layout;
  /** What the rows are to make. */
  kind: TableKind;
  /** What the operator said, and how cells are read. */
  rules: CellRules & Decisions;
}

/** It may keep rows back until it has seen others. */
export interface RowTransform {
  add(row: Row): readonly Row[];
  /** The rows that are still kept when the file ends. */
  end?(): Iterable<Row>;
  /** What it found wrong, left out or yet to be decided, when the file has ended. */
  findings?(): readonly Finding[];
}

/** A file of which it is known whose it is. */
export interface Recognised {
  profile: Profile;
  table: TableProfile;
  kind: TableKind;
  layout: Layout;
}
