import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run, RunId } from '../runs/index.ts';
import {
  type AppendedRows,
  appendToKeys,
  type NumberPlaces,
  placesOfNumbers,
  RecentRows,
} from './appended-rows.ts';
import { isAtRest, isUnchanged } from './at-rest.ts';
import { describeKeys, joinKeys } from './keys.ts';
import { type Scope, scopeOfRun } from './scope.ts';
import type { HistoryKeys } from './types.ts';

/** Answers kept. */
const REMEMBERED_RUNS = 64;
const REMEMBERED_KEYS = 200_000;
/** A run whose first rows have as many is followed before anybody asks: the engine takes long over it. */
const FOLLOWED_KEYS = 10_000;

interface Remembered {
  /** The largest step that `keys` tells of; null before the first. */
  readonly lastStep: number | null;
  readonly keys: HistoryKeys;
  /** The run as it was read; null when only its rows are known, as they came. */
  readonly run: Run | null;
  /** Made when they are needed first. */
  places?: NumberPlaces;
}

/** Reads keys, and hears of what comes to the runs they were read of. */
export interface KeyReader {
  read(run: Run): Promise<HistoryKeys>;
  /** Rows that are in the store now. @param rows null when they are not as `AppendedRows` says */
  note(run: RunId, rows: AppendedRows | null): void;
}

/** A run whose rows only ever came with larger steps, up to this one. */
type Growing = Run & { readonly lastStep: number };

/**
 * What is known of each key of a history. Answers are remembered: of a run whose steps only rise, new
 * rows are joined to what is known of those before them, without a look at the store when they came
 * while this server ran; of another, for as long as it stands still. A run of very many keys is followed
 * from its first rows on.
 */
export function createKeyReader(columns: ColumnStore, clock: () => number): KeyReader {
  const remembered = new Map<RunId, Remembered>();
  const recent = new RecentRows();

  function remember(run: RunId, known: Remembered): HistoryKeys {
    remembered.delete(run);
    const { keys } = known;
    if (keys.keys.length > REMEMBERED_KEYS) {
      recent.forget(run);
      return keys;
    }
    remembered.set(run, known);
    let total = 0;
    for (const one of remembered.values()) total += one.keys.keys.length;
    for (const [oldest, one] of remembered) {
      if (remembered.size <= REMEMBERED_RUNS && total <= REMEMBERED_KEYS) break;
      remembered.delete(oldest);
      recent.forget(oldest);
      total -= one.keys.keys.length;
    }
    return keys;
  }

  /** Joins the rows up to a step that came since, when all of them were told of. */
  function append(known: Remembered, run: RunId, upTo: number): Remembered | null {
    const came = recent.take(run, known.lastStep, upTo);
    if (came === null) return null;
    const places = known.places ?? placesOfNumbers(known.keys);
    return { ...known, lastStep: upTo, keys: appendToKeys(known.keys, places, came), places };
  }

  /** Only what was acknowledged is looked at, so that the step says which rows those were. */
  async function readGrowing(run: Growing, known: Remembered | undefined): Promise<HistoryKeys> {
    const scope = scopeOfRun(run, 'history');
    const { lastStep } = run;
    const isOfRun = known !== undefined && (known.run === null || isGrowing(known.run));
    if (!isOfRun || (known.lastStep ?? lastStep) > lastStep) {
      const keys = await describeKeys(columns, between(scope, null, lastStep));
      return remember(run.id, { lastStep, keys, run });
    }
    if (known.lastStep === lastStep) return remember(run.id, { ...known, run });
    const appended = append(known, run.id, lastStep);
    if (appended !== null) return remember(run.id, { ...appended, run });
    const added = await describeKeys(columns, between(scope, known.lastStep, lastStep));
    return remember(run.id, { lastStep, keys: joinKeys(known.keys, added), run });
  }

  /**
   * The rows before the newest are joined at once, or they would not fit in what is held of rows. The
   * newest are left for the reader: who found the run before they came wants to know of those before.
   */
  function follow(run: RunId, known: Remembered, { after }: AppendedRows): void {
    if (after === null || after === known.lastStep) return;
    const appended = append(known, run, after);
    if (appended !== null) remember(run, appended);
  }

  async function read(run: Run): Promise<HistoryKeys> {
    const known = remembered.get(run.id);
    if (isGrowing(run)) return readGrowing(run, known);
    if (known?.run && isUnchanged(known.run, run)) return remember(run.id, { ...known, run });
    const keys = await describeKeys(columns, scopeOfRun(run, 'history'));
    if (!isAtRest(run, clock())) return keys;
    return remember(run.id, { lastStep: run.lastStep, keys, run });
  }

  return {
    read,
    note(run, rows) {
      const known = remembered.get(run) ?? (isFollowed(rows) ? NOTHING_YET : undefined);
      if (known === undefined) return;
      recent.note(run, rows);
      if (known === NOTHING_YET) remember(run, known);
      else if (rows !== null && isWide(rows)) follow(run, known, rows);
    },
  };
}

const NOTHING_YET: Remembered = { lastStep: null, keys: { lastStep: -1, keys: [] }, run: null };

const isWide = ({ columns }: AppendedRows): boolean => columns.keys.length >= FOLLOWED_KEYS;

const isFollowed = (rows: AppendedRows | null): boolean =>
  rows !== null && rows.after === null && isWide(rows);

const isGrowing = (run: Run): run is Growing =>
  run.lineage === null &&
  !run.hasRewrites &&
  run.lastStep !== null &&
  Number.isSafeInteger(run.lastStep);

/** Rows after a step, up to another. */
const between = (scope: Scope, after: number | null, upTo: number): Scope => ({
  ...scope,
  where: `${scope.where} AND step <= {upTo:Int64}${after === null ? '' : ' AND step > {after:Int64}'}`,
  params: { ...scope.params, upTo, ...(after !== null && { after }) },
});
