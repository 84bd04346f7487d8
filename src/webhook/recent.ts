/** The newest of many entries, by name. */
export interface Recent<T> {
  get(name: string): T | undefined;
  /** Adds an entry as the newest, in place of one of the same name. */
  set(name: string, value: T): void;
  /** Puts an entry back where it was, or takes it out. */
  restore(name: string, value: T | undefined): void;
  /** Adds entries that are older than all there are. Of one name the newer entry stays. */
  addOlder(older: ReadonlyMap<string, T>): void;
  /** Forgets the entries that are not wanted any more. */
  keepOnly(wanted: (value: T) => boolean): void;
}

/**
 * Remembers entries, and forgets the oldest when there are too many: memory stays bounded.
 * @param most how many there may be. A tenth goes at once: to take out the first of a map costs as much as there were
 *   taken out before.
 */
export function createRecent<T>(most: number): Recent<T> {
  let entries = new Map<string, T>();

  function shrink(): void {
    if (entries.size <= most) return;
    let surplus = entries.size - Math.floor(most * 0.9);
    for (const name of entries.keys()) {
      if (surplus <= 0) break;
      entries.delete(name);
      surplus -= 1;
    }
  }

  return {
    get: (name) => entries.get(name),
    set(name, value) {
      // Taken out first, so that the oldest stand at the front.
      entries.delete(name);
      entries.set(name, value);
      shrink();
    },
    restore(name, value) {
      if (value === undefined) entries.delete(name);
      else entries.set(name, value);
    },
    addOlder(older) {
      const newer = entries;
      entries = new Map(older);
      for (const [name, value] of newer) {
        entries.delete(name);
        entries.set(name, value);
      }
      shrink();
    },
    keepOnly(wanted) {
      for (const [name, value] of entries) if (!wanted(value)) entries.delete(name);
    },
  };
}
