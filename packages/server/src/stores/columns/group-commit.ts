import { unavailable } from '../../platform/errors.ts';
import { ColumnEngineError, type ColumnStore } from './types.ts';

/** Rows for one table: one `Native` block with the named columns. */
export interface TableInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly block: Uint8Array;
}

export interface GroupCommitter {
  /**
   * Resolves once all blocks are durable. Rejects when one of them is not, after all have ended:
   * with `RunloomError('unavailable')` when the engine is away or too much is waiting already, with
   * `ColumnEngineError` when the engine refuses a block of this call.
   */
  append(inserts: readonly TableInsert[]): Promise<void>;
  /** Resolves once everything that was appended has ended. */
  drain(): Promise<void>;
  /** Bytes that were taken and have not ended. */
  readonly pendingBytes: number;
}

export interface GroupCommitterOptions {
  /** Bound of `pendingBytes`; a call past it is refused at once. Default 256 MiB. */
  readonly maxPendingBytes?: number;
}

const DEFAULT_MAX_PENDING_BYTES = 256 * 1024 * 1024;
/** Bound of one combined insert, so that the engine's memory stays bounded too. */
const MAX_INSERT_BYTES = 32 * 1024 * 1024;

/** A block that waits for its turn, and the two ends of the promise its owner waits for. */
interface WaitingBlock {
  readonly block: Uint8Array;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface TableQueue {
  readonly table: string;
  readonly columns: readonly string[];
  waiting: WaitingBlock[];
}

/**
 * Shares inserts between callers without a timer: while an insert of a table runs, blocks for it
 * gather, and the next insert takes them together. When nothing runs a block goes at once, so the
 * group grows with the load and vanishes when idle. Tables run beside each other.
 */
export const createGroupCommitter = (
  store: Pick<ColumnStore, 'insertNative'>,
  options: GroupCommitterOptions = {},
): GroupCommitter => {
  const maxPendingBytes = options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES;
  /** Tables with an insert under way. */
  const queues = new Map<string, TableQueue>();
  const running = new Set<Promise<void>>();
  let pendingBytes = 0;

  const runQueue = async (id: string, queue: TableQueue): Promise<void> => {
    while (queue.waiting.length > 0) await commit(store, queue, takeGroup(queue));
    queues.delete(id);
  };

  const enqueue = (insert: TableInsert): Promise<void> =>
    new Promise((done, failed) => {
      const id = [insert.table, ...insert.columns].join(' ');
      const waiting = { block: insert.block, done, failed };
      const queue = queues.get(id);
      if (queue) {
        queue.waiting.push(waiting);
        return;
      }
      const started = { table: insert.table, columns: insert.columns, waiting: [waiting] };
      queues.set(id, started);
      const run = runQueue(id, started).finally(() => running.delete(run));
      running.add(run);
    });

  return {
    async append(inserts) {
      const filled = inserts.filter((insert) => insert.block.byteLength > 0);
      const bytes = filled.reduce((sum, insert) => sum + insert.block.byteLength, 0);
      // A call larger than the bound is let through alone, or it could never be.
      if (pendingBytes > 0 && pendingBytes + bytes > maxPendingBytes) {
        throw unavailable('Too much is waiting to be written. The client will send it again.');
      }
      pendingBytes += bytes;
      const ends = await Promise.allSettled(filled.map(enqueue));
      pendingBytes -= bytes;
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    async drain() {
      while (running.size > 0) await Promise.all(running);
    },
    get pendingBytes() {
      return pendingBytes;
    },
  };
};

/** The blocks of the next insert: as many as fit, at least one. */
const takeGroup = (queue: TableQueue): WaitingBlock[] => {
  let bytes = 0;
  let count = 0;
  for (const { block } of queue.waiting) {
    if (count > 0 && bytes + block.byteLength > MAX_INSERT_BYTES) break;
    bytes += block.byteLength;
    count += 1;
  }
  return queue.waiting.splice(0, count);
};

const commit = async (
  store: Pick<ColumnStore, 'insertNative'>,
  queue: TableQueue,
  group: readonly WaitingBlock[],
): Promise<void> => {
  try {
    await store.insertNative(
      queue.table,
      queue.columns,
      group.map((waiting) => waiting.block),
    );
    for (const waiting of group) waiting.done();
  } catch (error) {
    if (group.length > 1 && error instanceof ColumnEngineError) {
      // One of them is bad; the others must not fail with it.
      for (const waiting of group) await commit(store, queue, [waiting]);
    } else {
      for (const waiting of group) waiting.failed(error);
    }
  }
};
