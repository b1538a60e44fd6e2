import type { Metrics, Stream } from '../metrics/index.ts';
import type { HistorySource } from '../runs/index.ts';

/** Sources whose last step is held in memory. */
const REMEMBERED_SOURCES = 10_000;

export interface Advance {
  readonly repeats: boolean;
  readonly isLatest: boolean;
  /** The largest step before them; null when there was none. */
  readonly before: number | null;
}

/** Largest step each source has in the store, to tell rows that are new from rows that were sent again. */
export interface Positions {
  /**
   * Notes rows from `first` to `last`. `repeats`: some of them may already be in the store;
   * `isLatest`: none beyond them is.
   * The first call for a source asks the store, since a killed server may have written more than it
   * acknowledged.
   */
  advance(source: HistorySource, stream: Stream, first: number, last: number): Promise<Advance>;
  /** After a write of unknown outcome: the store must be asked again. */
  forget(source: HistorySource): void;
}

type Known = Map<Stream, Promise<{ last: number | null }>>;

export function createPositions(metrics: Pick<Metrics, 'lastStep'>): Positions {
  const known = new Map<HistorySource, Known>();

  function recall(source: HistorySource): Known {
    const streams: Known = known.get(source) ?? new Map();
    known.delete(source);
    known.set(source, streams);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_SOURCES) break;
      known.delete(oldest);
    }
    return streams;
  }

  return {
    async advance(source, stream, first, last) {
      const streams = recall(source);
      let pending = streams.get(stream);
      if (pending === undefined) {
        pending = metrics.lastStep(source, stream).then((step) => ({ last: step }));
        streams.set(stream, pending);
        pending.catch(() => streams.delete(stream));
      }
      const position = await pending;
      const before = position.last;
      position.last = before === null ? last : Math.max(before, last);
      return {
        repeats: before !== null && first <= before,
        isLatest: before === null || last >= before,
        before,
      };
    },
    forget(source) {
      known.delete(source);
    },
  };
}
