/** Rooms that keep bytes in the blob store say here which of them they still need. */
export interface ContentHolder {
  /** Tells it from the others. */
  readonly name: string;
  /** Those of `digests` that something of this room refers to. */
  held(digests: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Who may remove a content. The same bytes may be kept for several rooms (a file of a run, an
 * artifact), and may be sent again in the moment in which they are removed. So a content is marked,
 * then looked up among all holders, then removed; who stores it meanwhile finds the mark, or misses
 * the content, and is told to come again.
 */
export interface Contents {
  /**
   * Removes the contents that nobody holds any more, given with their sizes; they must have been
   * marked (`markRemovals`) in the step that took the last reference away. Answers the bytes freed.
   */
  release(sizes: ReadonlyMap<string, number>): Promise<number>;
  /** Those of `digests` that a holder other than the one of this name refers to. */
  heldByOthers(name: string, digests: readonly string[]): Promise<ReadonlySet<string>>;
  /** Goes on with removals that were cut short. Answers the bytes freed. */
  releaseLeftOver(): Promise<number>;
  /** To be called once something refers to the content. @throws RunloomError('unavailable') when it is gone */
  refuseWhileRemoved(digest: string): Promise<void>;
  /**
   * The same for many that were stored within the last minutes: those that are being removed, or were
   * since, and have to be sent again (`beingRemoved`). Costs one query when nobody removes anything.
   */
  findRemoved(digests: readonly string[]): Promise<ReadonlySet<string>>;
}
