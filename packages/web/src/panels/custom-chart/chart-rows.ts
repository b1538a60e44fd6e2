import type { ChartData, HistoryRows, WholeRun } from '@runloom/model';
import { boxedNumber, valueText } from '../../components/value-tree/api-json.ts';

type Row = Readonly<Record<string, unknown>>;

/** A table of a run, as charts draw it. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A run with what a chart is drawn from. */
export interface ChartRun {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  readonly whole: WholeRun | undefined;
  readonly history: HistoryRows['runs'][number] | undefined;
  readonly table: ChartTable | null;
}

/** A browser draws no more marks in a moment. */
export const MOST_ROWS = 100_000;

/**
 * The rows of a chart: one for each run with values of its config and summary, and where the chart
 * asks for a history or a table one for each of their rows, with the run's values beside. Columns are
 * called as the keys; a key that config and summary share is `config.key` and `summary.key`. `name`
 * and `color` are the run's.
 */
export function chartRows(
  runs: readonly ChartRun[],
  data: ChartData,
): { readonly rows: readonly Row[]; readonly columns: readonly string[]; readonly isCut: boolean } {
  const shared = new Set(data.config.filter((key) => data.summary.includes(key)));
  const nameOf = (part: 'config' | 'summary', key: string) =>
    shared.has(key) ? `${part}.${key}` : key;
  const rows: Row[] = [];
  const columns = new Set<string>();
  let isCut = false;
  const add = (values: readonly (readonly [column: string, value: unknown])[], run: ChartRun) => {
    if (rows.length >= MOST_ROWS) {
      isCut = true;
      return;
    }
    const row: Record<string, unknown> = Object.create(null);
    for (const [column, value] of values) {
      columns.add(column);
      row[column] = plain(value);
    }
    // The run's own come last: a column of a table that is called so must not pass for the run.
    row['name'] = run.label;
    row['color'] = run.colour;
    row['run'] = run.name;
    rows.push(row);
  };
  for (const run of runs) {
    const own = (['config', 'summary'] as const).flatMap((part) =>
      data[part].map((key) => [nameOf(part, key), valueAt(run.whole?.[part], key)] as const),
    );
    const hasRows = data.history.length > 0 || data.summaryTable !== '' || data.historyTable !== '';
    if (!hasRows && own.length > 0) add(own, run);
    for (const values of run.history?.rows ?? []) {
      add([...own, ...data.history.map((key, index) => [key, values[index]] as const)], run);
    }
    isCut ||= run.history?.isCut ?? false;
    for (const values of run.table?.rows ?? []) {
      add(
        [
          ...own,
          ...(run.table?.columns ?? []).map((title, index) => [title, values[index]] as const),
        ],
        run,
      );
    }
  }
  return { rows, columns: [...columns, 'name', 'color'], isCut };
}

/** A value of a chart: NaN and infinities are none, numbers past 2^53 are rounded. */
function plain(value: unknown): unknown {
  const boxed = boxedNumber(value);
  if (boxed !== null) return finite(Number(boxed));
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'bigint') return Number(value);
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null ? valueText(value) : value;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** A key may be a member itself (`a.b`) or lead through objects. */
function valueAt(members: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  if (members === undefined) return null;
  if (Object.hasOwn(members, key)) return members[key];
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const head = key.slice(0, dot);
    const inner = Object.hasOwn(members, head) ? members[head] : undefined;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      return valueAt(inner as Record<string, unknown>, key.slice(dot + 1));
    }
  }
  return null;
}
