/** What the server tells the engine process when it starts it (one JSON argument). */
export interface EngineOptions {
  /** Home of the engine: its data, its configuration and its spool. */
  readonly directory: string;
  readonly socketPath: string;
  /** Bound of what the engine may allocate for data, in bytes. */
  readonly memoryLimitBytes: number;
}

/** Messages from the engine process to the server. */
export type EngineMessage =
  | { readonly type: 'ready' }
  /** The engine could not open its directory. */
  | { readonly type: 'failed'; readonly message: string };

/** Message from the server to the engine process: answer what is running, then exit. */
export type EngineCommand = { readonly type: 'close' };
