/** Does all of the work, so many pieces at a time; results in the order of the pieces. @throws what a piece throws */
export async function mapAtOnce<Piece, Result>(
  pieces: readonly Piece[],
  atOnce: number,
  work: (piece: Piece, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(pieces.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < pieces.length) {
      const index = next;
      next += 1;
      results[index] = await work(pieces[index] as Piece, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, pieces.length) }, worker));
  return results;
}
