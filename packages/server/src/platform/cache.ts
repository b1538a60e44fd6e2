/** A small cache in front of a look-up: bounded, short-lived, and exact after an invalidation. */
export interface Cache<Key, Value> {
  /**
   * The cached value, or what `load` gives. Callers that ask at the same time share one load.
   * A failed load, and one whose value `keep` refuses, is not remembered.
   */
  get(key: Key, load: () => Promise<Value>): Promise<Value>;
  delete(key: Key): void;
  clear(): void;
  readonly size: number;
}

/**
 * Forgets the entry that was used longest ago past `maxEntries`, and every entry after `ttlMs`.
 * A load that was under way when its key was deleted is not kept, so that what was read before a
 * change is never served after it.
 */
export function createCache<Key, Value>(options: {
  maxEntries: number;
  ttlMs: number;
  clock: () => number;
  keep?: (value: Value) => boolean;
}): Cache<Key, Value> {
  const entries = new Map<Key, { loadedAt: number; value: Promise<Value> }>();

  const isFresh = (loadedAt: number): boolean => {
    const age = options.clock() - loadedAt;
    // A clock that was set back must not keep an entry alive.
    return age >= 0 && age < options.ttlMs;
  };

  return {
    async get(key, load) {
      const found = entries.get(key);
      if (found && isFresh(found.loadedAt)) {
        entries.delete(key);
        entries.set(key, found);
        return found.value;
      }
      const entry = { loadedAt: options.clock(), value: load() };
      entries.delete(key);
      entries.set(key, entry);
      for (const oldest of entries.keys()) {
        if (entries.size <= options.maxEntries) break;
        entries.delete(oldest);
      }
      const forget = (): void => {
        if (entries.get(key) === entry) entries.delete(key);
      };
      try {
        const value = await entry.value;
        if (options.keep && !options.keep(value)) forget();
        return value;
      } catch (error) {
        forget();
        throw error;
      }
    },
    delete(key) {
      entries.delete(key);
    },
    clear() {
      entries.clear();
    },
    get size() {
      return entries.size;
    },
  };
}
