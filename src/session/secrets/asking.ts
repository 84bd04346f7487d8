/** Whoever needs a secret. */
export interface Asking {
  /** Takes what a command says on its standard error, and what is unsafe about a file. */
  warn(message: string): void;
  /** Ends the wait for a command. */
  signal: AbortSignal;
}
