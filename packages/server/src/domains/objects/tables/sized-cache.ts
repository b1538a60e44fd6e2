/** Keeps what was used last, up to a bound of bytes. */
export interface SizedCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, sizeBytes: number): void;
}

export function createSizedCache<Value>(maxBytes: number): SizedCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly sizeBytes: number }>();
  let bytes = 0;

  const remove = (key: string): void => {
    bytes -= entries.get(key)?.sizeBytes ?? 0;
    entries.delete(key);
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // Maps keep the order of insertion: the last used stands last.
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },

    set(key, value, sizeBytes) {
      remove(key);
      entries.set(key, { value, sizeBytes });
      bytes += sizeBytes;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
