import type { SheetOrigin } from '../readers/text.ts';
import type { Binding } from './header.ts';
import type { Layout } from './layout.ts';

/** A CSV file of which it is known what its columns mean. */
export interface OpenedSheet {
  name: string;
  /** Its text from the beginning, in UTF-8. */
  read(): AsyncIterable<Uint8Array>;
  /** Where it is the sheet of a workbook. */
  origin?: SheetOrigin | undefined;
  layout: Layout;
  binding: Binding;
}
