import type { RunGrouping } from '@runloom/model';
import { formatValue } from '../../charts/format.ts';
import type { RunCell } from './cells.ts';
import type { AnalysisRun } from './use-analysis-runs.ts';

/** Runs that have the same values in the fields they are grouped by. */
export interface AnalysisGroup {
  /** As groups of line charts are called. */
  readonly label: string;
  /** The values alone, for axes. */
  readonly short: string;
  readonly runs: readonly AnalysisRun[];
}

/** Fields that runs are grouped by; none: each is alone. @param listed by which the list is grouped */
export function groupFields(grouping: RunGrouping, listed: readonly string[]): readonly string[] {
  if (grouping === 'none') return [];
  return grouping === 'list' ? listed : grouping.fields;
}

/** In the order of the first run of each. */
export function groupRuns(
  runs: readonly AnalysisRun[],
  fields: readonly string[],
): readonly AnalysisGroup[] {
  const found = Map.groupBy(runs, ({ keys }) => JSON.stringify(keys.map(identityOf)));
  return [...found.values()].map((members) => ({
    ...labelsOf(members[0]?.keys ?? [], fields),
    runs: members,
  }));
}

/** JSON has no NaN. */
const identityOf = (cell: RunCell) =>
  typeof cell === 'number' && !Number.isFinite(cell) ? { number: String(cell) } : cell;

function labelsOf(
  keys: readonly RunCell[],
  fields: readonly string[],
): Pick<AnalysisGroup, 'label' | 'short'> {
  const values = fields.map((_, at) => {
    const cell = keys[at] ?? null;
    return cell === null ? 'none' : typeof cell === 'string' ? cell : numberOf(cell);
  });
  const texts = fields.map((field, at) => `${field.replace(/^config\./, '')}: ${values[at]}`);
  return { label: texts.join(', ').slice(0, 1_000), short: values.join(', ').slice(0, 1_000) };
}

const numberOf = (value: number): string =>
  Number.isFinite(value) ? JSON.stringify(value) : formatValue(value);
