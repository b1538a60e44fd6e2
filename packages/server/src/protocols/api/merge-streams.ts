/**
 * What several streams give, as it comes, so many of them at once; null whenever nothing came for a
 * while. Who stops reading stops them all.
 */
export async function* mergeStreams<Item>(
  starts: readonly (() => AsyncIterable<Item>)[],
  { atOnce, idleMs }: { readonly atOnce: number; readonly idleMs: number },
): AsyncGenerator<Item | null> {
  const waiting = [...starts];
  const running = new Map<
    AsyncIterator<Item>,
    Promise<readonly [AsyncIterator<Item>, IteratorResult<Item>]>
  >();
  const advance = (stream: AsyncIterator<Item>): void => {
    running.set(
      stream,
      stream.next().then((result) => [stream, result] as const),
    );
  };
  const fill = (): void => {
    while (running.size < atOnce) {
      const start = waiting.shift();
      if (start === undefined) return;
      advance(start()[Symbol.asyncIterator]());
    }
  };
  try {
    for (fill(); running.size > 0; fill()) {
      const silence = Promise.withResolvers<null>();
      const timer = setTimeout(() => silence.resolve(null), idleMs);
      const next = await Promise.race([...running.values(), silence.promise]);
      clearTimeout(timer);
      if (next === null) {
        yield null;
        continue;
      }
      const [stream, result] = next;
      if (result.done) running.delete(stream);
      else {
        advance(stream);
        yield result.value;
      }
    }
  } finally {
    const open = [...running.entries()];
    running.clear();
    await Promise.allSettled(
      open.map(async ([stream, next]) => {
        next.catch(() => {});
        await stream.return?.();
      }),
    );
  }
}
