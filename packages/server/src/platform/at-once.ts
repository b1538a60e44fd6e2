/** Does work for each item, a few at once; the first fault ends it once what is in work is over. */
export async function forEachAtOnce<Item>(
  items: Iterable<Item>,
  atOnce: number,
  signal: AbortSignal | null,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const faults: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (;;) {
      if (signal?.aborted || faults.length > 0) return;
      const next = queue.next();
      if (next.done) return;
      try {
        await work(next.value);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  if (faults.length > 0) throw faults[0];
}
