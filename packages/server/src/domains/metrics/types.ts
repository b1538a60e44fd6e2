import type { ExactJson, MetricDefinition, PanelData, ParsedPanelRequest } from '@runloom/model';
import type { HistorySource, Run, RunId } from '../runs/index.ts';
import type { Lines } from './lines.ts';
import type { DecodedColumns } from './row-columns.ts';

/**
 * A page as it stands in a JSON array: each row a string, commas between them. Its memory is used
 * again: whoever is given one copies what they need before they wait for anything.
 */
export interface PageOfRows {
  readonly count: number;
  readonly items: Buffer;
}

/** Runs that panels are drawn of. */
export interface PanelRuns {
  readonly runs: readonly Run[];
  /** Not drawn, but their ends count where no range is asked for. */
  readonly hidden: readonly Run[];
  /** Name of who made a run. */
  readonly userOf: (run: Run) => string | null;
  /** `entity/project` that a run is in. */
  readonly projectOf: (run: Run) => string;
  /** How who asks names a run: of several projects, two may have the same name. */
  readonly nameOf: (run: Run) => string;
}

/** Points of one run in the order of x, those of equal x in the order of steps. */
export interface ExportedPoints {
  /** As who asks names it. */
  readonly run: string;
  /** The key, or the expression as it was written. */
  readonly metric: string;
  readonly x: Float64Array;
  readonly value: Float64Array;
  readonly step: Float64Array;
}

/** history: rows of `run.log`; system: samples of the machine. */
export type Stream = 'history' | 'system';

/** What a key of a project names: numbers of a stream, or other values of the history (text, media, …). */
export type KeyKind = Stream | 'objects';

export type XAxis = 'step' | 'relative' | 'wall';

/** Lines of one run's stream as the client sent them, at the line offset it named. */
export interface RowLines {
  readonly source: HistorySource;
  readonly stream: Stream;
  readonly offset: number;
  readonly lines: Lines;
}

/** Decoded lines, encoded for the column store, with what the run needs to know of them. */
export interface DecodedRows {
  readonly rowCount: number;
  readonly pointCount: number;
  /** Native blocks by table. */
  readonly inserts: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly block: Uint8Array;
  }[];
  /** Dotted keys of numbers. */
  readonly keys: ReadonlySet<string>;
  /** Dotted keys of anything else. */
  readonly objectKeys: ReadonlySet<string>;
  readonly firstStep: number | null;
  readonly lastStep: number | null;
  /** Client clock of the earliest and latest row, microseconds. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Steps went down or repeated inside this chunk. */
  readonly outOfOrder: boolean;
  /** `_timestamp − _runtime` of the first row that has both, seconds. */
  readonly startedAt: number | null;
  /** Text of the row with the largest step. */
  readonly tail: string | null;
  readonly bad: readonly { readonly line: number; readonly reason: string; readonly raw: string }[];
  /** The rows themselves when they are plain numbers in the order of their steps. */
  readonly appended: DecodedColumns | null;
}

export interface SeriesRequest {
  readonly stream: Stream;
  readonly runs: readonly Run[];
  readonly keys: readonly string[];
  readonly x: XAxis;
  /** A key of the history whose values are the x axis, instead of `x`. */
  readonly xKey?: string | null;
  /** Inclusive, in units of x (steps, or seconds); null is everything. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Width of the chart: at most this many buckets a series; a series with fewer points is sent whole. */
  readonly buckets: number;
}

/** One line of a chart, in columns. `x` of buckets is the x of the bucket's last point. */
export type Series = {
  readonly runId: RunId;
  readonly key: string;
  /** All points in view, NaN and infinities among them. */
  readonly count: number;
  readonly nanCount: number;
  readonly infinityCount: number;
} & (
  | { readonly kind: 'points'; readonly x: Float64Array; readonly value: Float64Array }
  | {
      readonly kind: 'buckets';
      readonly x: Float64Array;
      /** Over the finite points of the bucket, `first` and `last` by step; NaN where it has none. */
      readonly min: Float64Array;
      readonly max: Float64Array;
      readonly first: Float64Array;
      readonly last: Float64Array;
      readonly mean: Float64Array;
      /** All points of the bucket. */
      readonly counts: Uint32Array;
      readonly nans: Uint32Array;
    }
);

export interface HistoryKey {
  readonly key: string;
  readonly type: string;
  readonly count: number;
  /** Numbers that never went down from one step to the next. */
  readonly monotonic: boolean;
  /** Null of what is no number, and of the step and the time, which always rise. */
  readonly firstNumber: number | null;
  readonly lastValue: unknown;
}

export interface HistoryKeys {
  /** −1 when there are no rows. */
  readonly lastStep: number;
  /** One entry a key and type. */
  readonly keys: readonly HistoryKey[];
}

/** Ends of a history, in steps and in microseconds of the client's clock; exact up to 2^53. */
export interface Extent {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** Which rows to read, in step order. */
export interface RowSelection {
  /** Inclusive. */
  readonly minStep?: bigint;
  /** Exclusive. */
  readonly maxStep?: bigint;
  /** Only rows that have all of these dotted keys. */
  readonly keys?: readonly string[];
  /** At most this many, spread evenly over all rows of the selection, first and last among them. */
  readonly samples?: number;
  /** At most this many, from the start. */
  readonly limit?: number;
}

/** What a key holds in the row of a step. */
export interface SteppedValue {
  readonly step: bigint;
  readonly value: ExactJson;
}

export interface DerivedSummary {
  readonly values: ReadonlyMap<string, ExactJson>;
  /** Members that rows have, also those that the summary is not to hold. */
  readonly logged: ReadonlySet<string>;
}

/** Where a page of rows ended. */
export interface RowPosition {
  readonly step: bigint;
  /** Seconds. */
  readonly time: number;
  readonly source: HistorySource;
}

export interface RowPage {
  readonly rows: readonly string[];
  /** Null at the end. */
  readonly next: RowPosition | null;
}

/** The smallest and the largest number of a metric, and the mean, over all points that are not NaN. */
export interface Extremes {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** By id of the run, then by key; without entries for keys of which a run has no numbers. */
export type ExtremesByRun = ReadonlyMap<number, ReadonlyMap<string, Extremes>>;

/** Metric rows and points: exact, from the column store. */
export interface Metrics {
  /** Pure: parses and encodes. Never throws on bad lines; they are in `bad`. */
  decode(lines: RowLines): DecodedRows;
  /** Remembers keys of a project for the workspace; returns those that were new. */
  registerKeys(
    projectId: number,
    kind: KeyKind,
    keys: ReadonlySet<string>,
  ): Promise<readonly string[]>;
  /** Keys ever logged in the project, sorted. */
  listKeys(projectId: number): Promise<Readonly<Record<KeyKind, readonly string[]>>>;
  /** Keys of numbers that the run logged, sorted. */
  runKeys(run: Run, stream: Stream): Promise<readonly string[]>;
  readSeries(request: SeriesRequest): Promise<readonly Series[]>;
  /** Lines of a panel. What is wrong with the panel is part of its answer. */
  readPanel(runs: PanelRuns, panel: ParsedPanelRequest): Promise<PanelData>;
  /** Every point of a panel's lines in view, as it was logged. */
  exportPoints(runs: PanelRuns, panel: ParsedPanelRequest): AsyncGenerator<ExportedPoints>;
  /** Smallest and largest numbers of metrics and their means, over all points. */
  extremes(runs: readonly Run[], keys: readonly string[]): Promise<ExtremesByRun>;
  /** Row texts: every value as the client sent it, keys in an order of our own. */
  readRows(run: Run, stream: Stream, selection: RowSelection): Promise<readonly string[]>;
  /**
   * All rows from `minStep` to before `maxStep`, at most `limit`; meant for those who read page after
   * page. Resolves with what `take` makes of them.
   */
  readStepPage<Result>(
    run: Run,
    page: { readonly minStep: bigint; readonly maxStep: bigint; readonly limit: number },
    take: (rows: PageOfRows) => Result,
  ): Promise<Result>;
  /** Rows in the order of the history, `limit` at a time, from after a position on. */
  readRowPage(run: Run, stream: Stream, after: RowPosition | null, limit: number): Promise<RowPage>;
  /** Marks that take back what the store holds at these steps and these rows no longer have. */
  takeBackReplaced(lines: RowLines): Promise<DecodedRows['inserts']>;
  /** Dotted keys with counts and last values over all rows. */
  historyKeys(run: Run): Promise<HistoryKeys>;
  /**
   * Told of rows of the history that are in the store now, so that `historyKeys` need not look at them
   * again. `before` is the largest step the run had; of rows that may have been there nothing is told.
   */
  noteRows(
    run: RunId,
    rows: { readonly before: number | null; readonly decoded: DecodedRows },
  ): void;
  /** Steps that hold a value of the key that is no number, in order, from behind `after` on. */
  objectSteps(
    run: Run,
    key: string,
    page: { readonly after: bigint | null; readonly limit: number },
  ): Promise<readonly bigint[]>;
  /** Values of a key at these steps of the history, in order. */
  valuesAt(run: Run, key: string, steps: readonly bigint[]): Promise<readonly SteppedValue[]>;
  /** The summary of the rows: the last value of each key, or what its definition asks for. */
  deriveSummary(run: Run, definitions: readonly MetricDefinition[]): Promise<DerivedSummary>;
  /** Rows of the run, inherited ones among them; each step of a source counts once. */
  countRows(run: Run, stream: Stream): Promise<number>;
  /** Rows that stand under one source. */
  countRowsOf(source: HistorySource, stream: Stream): Promise<number>;
  /** Of the history; null when there are no rows. */
  extent(run: Run): Promise<Extent | null>;
  /** The largest step (history) or time in microseconds (system) in the store, whether acknowledged or not; null when there is none. */
  lastStep(source: HistorySource, stream: Stream): Promise<number | null>;
}
