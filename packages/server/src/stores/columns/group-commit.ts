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

/** What an insert costs however small is little beside such a group: nobody waits for more of it. */
const WORTHWHILE_BYTES = 1024 * 1024;
/** Of one table, where each is worthwhile; of all others one after the other. */
const INSERTS_AT_ONCE = 2;

/** A block that waits for its turn, and the two ends of the promise its owner waits for. */
interface WaitingBlock {
  readonly block: Uint8Array;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** While groups follow each other, the next one waits at most this share of the last one's time for those who will come again. */
const WINDOW_SHARE = 0.5;
const MAX_WINDOW_MS = 50;
/** Groups that began this long after the last one ended do not follow it. */
const FOLLOWS_WITHIN_MS = 100;

interface TableQueue {
  readonly table: string;
  readonly columns: readonly string[];
  waiting: WaitingBlock[];
  waitingBytes: number;
  /** Inserts under way. */
  inserting: number;
  /** Blocks of the last two groups. */
  sizes: readonly [number, number];
  /** When the last group ended, and how long it took; milliseconds. */
  endedAt: number;
  tookMs: number;
  /** Ends the wait for more blocks. */
  wake: (() => void) | null;
}

/**
 * Shares inserts between callers: while an insert of a table runs, blocks for it gather, and the next
 * insert takes them together. An insert costs the engine much the same however small, so under load
 * it also waits a moment for those who were just answered and will come again: as many as there were
 * before, or for a part of the time the last insert took. When nothing ran, for whoever writes alone,
 * and once much is waiting, an insert goes at once. Tables run beside each other.
 */
export const createGroupCommitter = (
  store: Pick<ColumnStore, 'insertNative'>,
  options: GroupCommitterOptions = {},
): GroupCommitter => {
  const maxPendingBytes = options.maxPendingBytes ?? DEFAULT_MAX_PENDING_BYTES;
  const queues = new Map<string, TableQueue>();
  const running = new Set<Promise<void>>();
  let pendingBytes = 0;

  const runQueue = async (queue: TableQueue): Promise<void> => {
    queue.inserting += 1;
    while (mayInsert(queue, queue.inserting - 1)) {
      const windowMs = windowOf(queue);
      if (windowMs > 0) await gather(queue, windowMs);
      const group = takeGroup(queue);
      const startedAt = performance.now();
      await commit(store, queue, group);
      queue.endedAt = performance.now();
      queue.tookMs = queue.endedAt - startedAt;
      queue.sizes = [group.length, queue.sizes[0]];
    }
    queue.inserting -= 1;
  };

  const queueOf = ({ table, columns }: TableInsert): TableQueue => {
    const id = [table, ...columns].join(' ');
    const known = queues.get(id);
    if (known) return known;
    const fresh: TableQueue = {
      table,
      columns,
      waiting: [],
      waitingBytes: 0,
      inserting: 0,
      sizes: [0, 0],
      endedAt: Number.NEGATIVE_INFINITY,
      tookMs: 0,
      wake: null,
    };
    queues.set(id, fresh);
    return fresh;
  };

  const enqueue = (insert: TableInsert): Promise<void> =>
    new Promise((done, failed) => {
      const queue = queueOf(insert);
      queue.waiting.push({ block: insert.block, done, failed });
      queue.waitingBytes += insert.block.byteLength;
      if (isWorthwhile(queue)) queue.wake?.();
      if (!mayInsert(queue, queue.inserting)) return;
      const run = runQueue(queue).finally(() => running.delete(run));
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

/** How many blocks those make who wrote lately; 1 when nobody but one did. */
const expected = ({ sizes }: TableQueue): number => Math.max(1, ...sizes);

/** Whether what waits is as much as is likely to come, or enough by itself. */
const isWorthwhile = (queue: TableQueue): boolean =>
  queue.waiting.length >= expected(queue) || queue.waitingBytes >= WORTHWHILE_BYTES;

/**
 * Whether one more may take what waits: while an insert waits for the disk, the processor can prepare
 * another that is worthwhile. Nobody may while somebody waits for more.
 */
const mayInsert = ({ waiting, waitingBytes, wake }: TableQueue, others: number): boolean => {
  if (waiting.length === 0 || wake !== null) return false;
  return others === 0 || (others < INSERTS_AT_ONCE && waitingBytes >= WORTHWHILE_BYTES);
};

/** How long to wait for more blocks; 0 when none are likely to come soon. */
const windowOf = (queue: TableQueue): number => {
  const follows = performance.now() - queue.endedAt < FOLLOWS_WITHIN_MS;
  if (!follows || isWorthwhile(queue)) return 0;
  return Math.min(MAX_WINDOW_MS, queue.tookMs * WINDOW_SHARE);
};

/** Waits until as many blocks as are expected are there, or the time is over. */
const gather = async (queue: TableQueue, windowMs: number): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, windowMs);
    queue.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  queue.wake = null;
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
  queue.waitingBytes -= bytes;
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
