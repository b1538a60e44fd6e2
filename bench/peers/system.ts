import type { Size } from './workload.ts';

/** One timed piece of work, with what was read back to prove it. */
export interface Sample {
  /** How the system was asked, in the words of its interface. */
  readonly way: string;
  readonly seconds: number;
  /** Points (or runs) read back. */
  readonly count: number;
  /** The last value read back; after ingest, the sum over all series; after a search, the first run's metric. */
  readonly last: number;
  /** What was sent, when it is not what the plan says. */
  readonly size?: Size;
}

export interface Ingested {
  readonly samples: readonly Sample[];
  /** Bytes of all files in the data folder at the end, and the points they hold. */
  readonly disk: { readonly bytes: number; readonly points: number };
}

/** A system filled with data, which is read whenever the driver says so. */
export interface Filled {
  read(): Promise<readonly Sample[]>;
  close(): Promise<void>;
}

/** A system under measure. Each method works on a data folder of its own, removed at the end. */
export interface System {
  readonly name: string;
  readonly version: string;
  ingest(): Promise<Ingested>;
  fillChart(steps: number): Promise<Filled>;
  /** Null when the system has no search of runs to ask. */
  readonly fillSearch: ((runs: number) => Promise<Filled>) | null;
}
