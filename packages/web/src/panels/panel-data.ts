import { type CellValue, isSame } from '@runloom/model';
import { useMemo, useRef } from 'react';
import { runLabel } from '../components/run-label.ts';
import { useRunFields as useFields, useRunRows } from '../data/run-table.ts';
import { useBoard } from './board/board-context.ts';

/** A run with the values that a panel asked for. */
export interface RunValues {
  readonly name: string;
  readonly label: string;
  /** Null for runs that are not drawn. */
  readonly colour: string | null;
  /** In the order of the fields. */
  readonly values: readonly CellValue[];
}

/** Runs that one panel can be asked to look at. */
const MOST_RUNS = 1_000;

/**
 * Values of configs, summaries and attributes, for panels that draw one mark a run: kept up to date
 * while the panel is on screen.
 * @param fields as filters name them: `config.lr`, `summary.loss`, `state`
 * @param scope `shown`: the runs whose eyes are open; `listed`: all that the list holds, drawn or not
 * @returns `totalCount` is larger than the runs when there are more than one panel looks at
 */
export function useRunValues(
  fields: readonly string[],
  scope: 'shown' | 'listed' = 'shown',
): {
  readonly runs: readonly RunValues[];
  readonly totalCount: number;
  readonly isPending: boolean;
  readonly error: Error | null;
} {
  const { entity, project, runs, filter } = useBoard();
  const columns = fields.map((field) => ({ field }));
  const names = runs.map(({ name }) => name);
  const request =
    scope === 'shown'
      ? { columns, runs: names }
      : { columns, limit: MOST_RUNS, ...(filter === undefined ? {} : { filter }) };
  const isEnabled = scope === 'listed' || names.length > 0;
  const { data, isPending, error } = useRunRows(entity, project, request, isEnabled);
  const drawn = useMemo(() => new Map(runs.map((run) => [run.name, run])), [runs]);
  const found = useMemo(
    () =>
      (isEnabled ? (data?.rows ?? []) : []).map((row) => ({
        name: row.name,
        label: runLabel(row),
        colour: drawn.get(row.name)?.colour ?? null,
        values: row.values,
      })),
    [data, drawn, isEnabled],
  );
  return {
    runs: useKept(found),
    totalCount: data?.totalCount ?? 0,
    isPending: isEnabled && isPending,
    error,
  };
}

/** Keys of configs and summaries that panels can offer; those that hold the search, by name. */
export function useRunFields(search = '', source?: 'config' | 'summary') {
  const { entity, project } = useBoard();
  return useFields(entity, project, { search, ...(source === undefined ? {} : { source }) });
}

/** The same list as before while it says the same: heartbeats must not draw a panel anew. */
function useKept<Value>(value: Value): Value {
  const kept = useRef(value);
  if (!isSame(kept.current, value)) kept.current = value;
  return kept.current;
}
