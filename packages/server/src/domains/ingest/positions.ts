import type { Metrics, Stream } from '../metrics/index.ts';
import type { RunId } from '../runs/index.ts';

/** Runs whose last step is held in memory. */
const REMEMBERED_RUNS = 10_000;

export interface Advance {
  readonly repeats: boolean;
  readonly isLatest: boolean;
}

/** Largest step each run has in the store, to tell rows that are new from rows that were sent again. */
export interface Positions {
  /**
   * Notes rows from `first` to `last`. `repeats`: some of them may already be in the store;
   * `isLatest`: none beyond them is.
   * The first call for a run asks the store, since a killed server may have written more than it
   * acknowledged.
   */
  advance(runId: RunId, stream: Stream, first: number, last: number): Promise<Advance>;
  /** After a write of unknown outcome: the store must be asked again. */
  forget(runId: RunId): void;
}

type Known = Map<Stream, Promise<{ last: number | null }>>;

export function createPositions(metrics: Pick<Metrics, 'lastStep'>): Positions {
  const known = new Map<RunId, Known>();

  function recall(runId: RunId): Known {
    const streams: Known = known.get(runId) ?? new Map();
    known.delete(runId);
    known.set(runId, streams);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_RUNS) break;
      known.delete(oldest);
    }
    return streams;
  }

  return {
    async advance(runId, stream, first, last) {
      const streams = recall(runId);
      let pending = streams.get(stream);
      if (pending === undefined) {
        pending = metrics.lastStep(runId, stream).then((step) => ({ last: step }));
        streams.set(stream, pending);
        pending.catch(() => streams.delete(stream));
      }
      const position = await pending;
      const before = position.last;
      position.last = before === null ? last : Math.max(before, last);
      return {
        repeats: before !== null && first <= before,
        isLatest: before === null || last >= before,
      };
    },
    forget(runId) {
      known.delete(runId);
    },
  };
}
