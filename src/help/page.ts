/** A page of help, not wrapped yet: what a terminal, the reference and the manual page show. */
export interface Page {
  /** The words behind `blink`: `menu import`; of a topic its name; nothing for the front page. */
  name: string;
  /** What it is about, in one line without a full stop. */
  summary: string;
  /** The paragraphs on top. */
  about: readonly string[];
  /** The command line with its arguments: `blink menu import <file...> [flags]`. */
  usage?: string;
  /** Command lines that work when pasted. */
  examples?: readonly string[];
  /** Lines of a file to be copied. */
  lines?: readonly string[];
  tables: readonly Table[];
  /** The paragraphs at the end. */
  notes: readonly string[];
}

/** Terms and what they mean, under a heading. */
export interface Table {
  heading: string;
  rows: readonly (readonly [term: string, meaning: string])[];
}
