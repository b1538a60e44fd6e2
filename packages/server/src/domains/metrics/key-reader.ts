import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
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

interface Remembered {
  readonly run: Run;
  readonly keys: HistoryKeys;
  /** Made when they are needed first. */
  places?: NumberPlaces;
}

/** Reads keys, and hears of what comes to the runs they were read of. */
export interface KeyReader {
  read(run: Run): Promise<HistoryKeys>;
  /** Rows that are in the store now. @param rows null when they are not as `AppendedRows` says */
  note(run: number, rows: AppendedRows | null): void;
}

/** A run whose rows only ever came with larger steps, up to this one. */
type Growing = Run & { readonly lastStep: number };

/**
 * What is known of each key of a history. Answers are remembered: of a run whose steps only rise, new
 * rows are joined to what is known of those before them, without a look at the store when they came
 * while this server ran; of another, for as long as it stands still.
 */
export function createKeyReader(columns: ColumnStore, clock: () => number): KeyReader {
  const remembered = new Map<number, Remembered>();
  const recent = new RecentRows();

  function remember(run: Run, keys: HistoryKeys, places?: NumberPlaces): HistoryKeys {
    remembered.delete(run.id);
    if (keys.keys.length > REMEMBERED_KEYS) return keys;
    remembered.set(run.id, { run, keys, ...(places && { places }) });
    let total = 0;
    for (const { keys: known } of remembered.values()) total += known.keys.length;
    for (const [oldest, { keys: known }] of remembered) {
      if (remembered.size <= REMEMBERED_RUNS && total <= REMEMBERED_KEYS) break;
      remembered.delete(oldest);
      recent.forget(oldest);
      total -= known.keys.length;
    }
    return keys;
  }

  /** Only what was acknowledged is looked at, so that the step says which rows those were. */
  async function readGrowing(run: Growing, known: Remembered | undefined): Promise<HistoryKeys> {
    const scope = scopeOfRun(run, 'history');
    if (known === undefined || !isGrowing(known.run) || known.run.lastStep > run.lastStep) {
      return remember(run, await describeKeys(columns, between(scope, null, run.lastStep)));
    }
    if (known.run.lastStep === run.lastStep) return remember(run, known.keys, known.places);
    const came = recent.take(run.id, known.run.lastStep, run.lastStep);
    if (came !== null) {
      const places = known.places ?? placesOfNumbers(known.keys);
      return remember(run, appendToKeys(known.keys, places, came), places);
    }
    const added = await describeKeys(columns, between(scope, known.run.lastStep, run.lastStep));
    return remember(run, joinKeys(known.keys, added));
  }

  async function read(run: Run): Promise<HistoryKeys> {
    const known = remembered.get(run.id);
    if (isGrowing(run)) return readGrowing(run, known);
    if (known !== undefined && isUnchanged(known.run, run)) return remember(run, known.keys);
    const keys = await describeKeys(columns, scopeOfRun(run, 'history'));
    return isAtRest(run, clock()) ? remember(run, keys) : keys;
  }

  return {
    read,
    note(run, rows) {
      if (remembered.has(run)) recent.note(run, rows);
    },
  };
}

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
