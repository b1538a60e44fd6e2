/** Chunks in groups of at most so many bytes, each of at least one. */
export function* byBytes<Chunk extends { readonly sizeBytes: number }>(
  chunks: readonly Chunk[],
  maxBytes: number,
): Generator<readonly Chunk[]> {
  let some: Chunk[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    if (some.length > 0 && bytes + chunk.sizeBytes > maxBytes) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(chunk);
    bytes += chunk.sizeBytes;
  }
  if (some.length > 0) yield some;
}
