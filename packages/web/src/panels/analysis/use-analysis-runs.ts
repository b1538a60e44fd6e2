import {
  isLowerBetter,
  isSame,
  type RunScope,
  type RunValueRef,
  type TableColumn,
} from '@runloom/model';
import { useMemo, useRef } from 'react';
import { runColour } from '../../components/run-colour.ts';
import { runLabel } from '../../components/run-label.ts';
import { useManyRows } from '../../data/run-values.ts';
import { useBoard } from '../board/board-context.ts';
import { type RunCell, toCell } from './cells.ts';

/** A run with the values that a panel asked for. */
export interface AnalysisRun {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  /** In the order asked. */
  readonly values: readonly RunCell[];
  /** Of the fields that runs are grouped by. */
  readonly keys: readonly RunCell[];
}

export interface AnalysisRuns {
  readonly runs: readonly AnalysisRun[];
  /** Runs that the panel is about; more than `runs` where it can't look at all of them. */
  readonly totalCount: number;
  /** Runs of the list that are hidden one by one, and so left out. */
  readonly hiddenCount: number;
  /** Nothing is known yet. */
  readonly isPending: boolean;
  /** Newer values are on their way. */
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Runs that one panel looks at. */
export const MOST_RUNS = 10_000;
/** Values of one request; further ones are not read. */
export const MOST_COLUMNS = 180;

const NO_FIELDS: readonly string[] = [];

/**
 * Values of runs for panels that draw a mark for each: the same objects until one of them changes.
 * @param groupBy fields whose values come as `keys`
 */
export function useAnalysisRuns(
  wanted: readonly RunValueRef[],
  scope: RunScope,
  groupBy: readonly string[] = NO_FIELDS,
): AnalysisRuns {
  const refs = wanted.slice(0, MOST_COLUMNS);
  const { entity, project, runs: shown, hiddenRuns, filter, listing } = useBoard();
  const colourField = listing?.colourField ?? null;
  const definitions = useMemo(() => shown.flatMap((run) => run.definitions), [shown]);
  const columns: TableColumn[] = [
    ...refs.map(({ field, statistic }) => ({
      field,
      statistic:
        statistic !== 'best'
          ? statistic
          : isLowerBetter(field, definitions)
            ? ('min' as const)
            : ('max' as const),
    })),
    ...groupBy.map((field) => ({ field })),
    ...(colourField === null ? [] : [{ field: colourField }]),
  ];
  const isShownScope = scope === 'shown' || listing === null;
  const isEnabled = refs.length > 0 && (!isShownScope || shown.length > 0);
  const { data, isPending, isFetching, error, refetch } = useManyRows(
    entity,
    project,
    isShownScope
      ? { columns, runs: shown.map(({ name }) => name) }
      : { columns, order: [...listing.order], ...(filter === undefined ? {} : { filter }) },
    MOST_RUNS,
    isEnabled,
  );
  const found = useMemo(() => {
    const drawn = new Map(shown.map((run) => [run.name, run]));
    const hidden = new Set(hiddenRuns);
    const rows = isEnabled ? (data?.rows ?? []) : [];
    return rows.flatMap((row): AnalysisRun[] => {
      const known = drawn.get(row.name);
      // The answer to another question may still stand while eyes open and close.
      if (isShownScope ? known === undefined : hidden.has(row.name)) return [];
      const cells = row.values.map(toCell);
      return [
        {
          name: row.name,
          label: runLabel(row),
          colour:
            known?.colour ??
            listing?.colourOf(row, row.values[columns.length - 1]) ??
            runColour(row.serial),
          values: cells.slice(0, refs.length),
          keys: cells.slice(refs.length, refs.length + groupBy.length),
        },
      ];
    });
  }, [
    data,
    shown,
    hiddenRuns,
    isEnabled,
    isShownScope,
    listing,
    columns.length,
    refs.length,
    groupBy.length,
  ]);
  const listedCount = data?.totalCount ?? 0;
  const hiddenCount = isShownScope ? 0 : (data?.rows.length ?? 0) - found.length;
  return {
    runs: useKept(found),
    totalCount: isShownScope ? shown.length : listedCount - hiddenCount,
    hiddenCount,
    isPending: isEnabled && isPending,
    isBusy: isEnabled && isFetching,
    error,
    retry: () => void refetch(),
  };
}

/** The same list as before while it says the same: a heartbeat must not draw thousands of marks anew. */
function useKept<Value>(value: Value): Value {
  const kept = useRef(value);
  if (kept.current !== value && !isSame(kept.current, value)) kept.current = value;
  return kept.current;
}
