/** The newest of many entries, by name. */
export interface NewestEntries<T> {
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
 * @param most how many there may be
 */
export function createNewestEntries<T>(most: number): NewestEntries<T> {
  let entries = new Map<string, T>();

  return {
    get: (name) => entries.get(name),
    set(name, value) {
      // Taken out first, so that the oldest stand at the front.
      entries.delete(name);
      entries.set(name, value);
      dropOldest(entries, most);
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
      dropOldest(entries, most);
    },
    keepOnly(wanted) {
      for (const [name, value] of entries) if (!wanted(value)) entries.delete(name);
    },
  };
}

/**
 * Takes the oldest out of a map or a set that has too many. A tenth goes at once: to find the first takes as long as
 * there were taken out before it.
 */
export function dropOldest<K>(
  entries: { readonly size: number; keys(): Iterable<K>; delete(key: K): boolean },
  most: number,
): void {
  if (entries.size <= most) return;
  let surplus = entries.size - Math.floor(most * 0.9);
  for (const key of entries.keys()) {
    if (surplus <= 0) return;
    entries.delete(key);
    surplus -= 1;
  }
}
