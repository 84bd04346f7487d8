import type { Intake } from '../inbox.ts';

/** Knows whether events can be stored, and tells when that changes. */
export interface Readiness {
  good(): void;
  failed(trouble: unknown): void;
  /** Whether an event that came now would be stored. Tries it, unless one was stored a moment ago. */
  isReady(): Promise<boolean>;
}

/** How long what was found out holds, in milliseconds. */
const holds = 1000;

/** @param onTrouble told when events can't be stored, and of `undefined` when they can again */
export function watchReadiness({
  intake,
  onTrouble,
}: {
  intake: Pick<Intake, 'tryRoom'>;
  onTrouble: (trouble: unknown) => void;
}): Readiness {
  let troubled = false;
  let goodUntil = 0;
  let looking: Promise<boolean> | undefined;

  function good(): void {
    goodUntil = performance.now() + holds;
    if (troubled) onTrouble(undefined);
    troubled = false;
  }

  function failed(trouble: unknown): void {
    goodUntil = 0;
    if (!troubled) onTrouble(trouble);
    troubled = true;
  }

  async function look(): Promise<boolean> {
    try {
      await intake.tryRoom();
      good();
      return true;
    } catch (error) {
      failed(error);
      return false;
    } finally {
      looking = undefined;
    }
  }

  return {
    good,
    failed,
    async isReady() {
      if (performance.now() < goodUntil) return true;
      looking ??= look();
      return await looking;
    },
  };
}
