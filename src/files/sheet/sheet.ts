import type { Finding } from '../../finding.ts';
import type { Draft } from '../drafts/draft.ts';
import type { OpenedSheet } from './opened-sheet.ts';

/** A CSV file that was read, its rows grouped. */
export interface Sheet extends OpenedSheet {
  drafts: Draft[];
  /** What is wrong with its cells, its rows and its header. */
  findings: Finding[];
  /** False where a column is missing, or is not understood. */
  headerIsRight: boolean;
}
