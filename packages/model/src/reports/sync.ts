/** Kinds of messages of the sync (`…/reports/{id}/sync`); the first two are those of `y-websocket`. */
export const SYNC_MESSAGE = {
  sync: 0,
  awareness: 1,
  /** From the client: send me all cursors. */
  queryAwareness: 3,
  /**
   * From the server: a state vector (`var` bytes), and (`var` number) how many of the changes that this
   * connection sent are durable, deletions among them, which a state vector does not show.
   */
  saved: 100,
} as const;

/** Why the server closes a connection of the sync. The reason is a sentence for the person. */
export const SYNC_CLOSE = {
  /** The document is not what a report can hold; nothing of the message was taken. Reconnecting will not help. */
  invalid: 4400,
  /** Nobody is signed in any more. */
  unauthenticated: 4401,
  /** May read, not write: connect again and send no changes. */
  readOnly: 4403,
  /** There is no such report, or it may not be seen. */
  notFound: 4404,
  /** Too much at once, or the report would grow too large. */
  tooLarge: 4413,
  /** The reader is too slow or asks too much; connect again later. */
  slowDown: 4429,
  /** The server stops or its store is away: connect again, nothing is lost. */
  unavailable: 4503,
} as const;

/** The largest message that the sync takes, in bytes. */
export const MAX_SYNC_MESSAGE_BYTES = 4 * 1024 * 1024;
