import { type ChartData, type FileView, parseExactJson } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cellText, joinTables, readTable } from '../../components/table-viewer/table-data.ts';
import { RequestError } from '../../data/client.ts';
import { useMediaUpdates } from '../../data/media-updates.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useHistoryRows, useWholeRuns } from '../../data/run-comparison.ts';
import { useBoard } from '../board/board-context.ts';
import { type TableSource, useRunTables } from '../run-tables.ts';
import { type ChartTable, chartRows } from './chart-rows.ts';

/** Runs that one chart draws; tables and histories are long. */
const MOST_RUNS = 50;
/** Of each run's table. */
const MOST_TABLE_ROWS = 10_000;
const MOST_TABLE_BYTES = 20_000_000;

const NO_NAMES: readonly string[] = [];

/** The rows that a chart of the shown runs is drawn from, kept up to date. */
export function useChartData(asked: ChartData) {
  const data = useMemo(() => withoutEmpty(asked), [asked]);
  const { entity, project, runs: all } = useBoard();
  const runs = useMemo(() => all.slice(0, MOST_RUNS), [all]);
  const names = useMemo(() => runs.map(({ name }) => name), [runs]);
  const addresses = useMemo(
    () => names.map((run) => ({ entity, project, run })),
    [entity, project, names],
  );
  const needsWhole = data.config.length > 0 || data.summary.length > 0;
  const whole = useWholeRuns(entity, project, needsWhole ? names : NO_NAMES);
  const history = useHistoryRows(
    entity,
    project,
    data.history.length > 0 ? names : NO_NAMES,
    data.history,
  );
  const key = data.summaryTable || data.historyTable;
  // W&B draws a table of the history from all of its steps.
  const tables = useRunTables(addresses, key, data.summaryTable === '' ? 'all' : null);
  useMediaUpdates(entity, project, key === '' ? NO_NAMES : names);
  const read = useChartTables(entity, project, names, key === '' ? [] : tables.sources);
  const isPending =
    (needsWhole && whole.isPending && names.length > 0) ||
    (data.history.length > 0 && history.isPending && names.length > 0) ||
    (key !== '' && (tables.sources.includes(undefined) || read.isPending));
  const error = whole.error ?? history.error ?? tables.error ?? read.error;
  const wholeRuns = whole.data?.runs;
  const historyRuns = history.data?.runs;
  const result = useMemo(
    () =>
      chartRows(
        runs.map(({ name, label, colour }, index) => ({
          name,
          label,
          colour,
          whole: wholeRuns?.find((run) => run.name === name),
          history: historyRuns?.find((run) => run.name === name),
          table: read.tables[index] ?? null,
        })),
        data,
      ),
    [runs, wholeRuns, historyRuns, read.tables, data],
  );
  return {
    ...result,
    isCut: result.isCut || read.tables.some((table) => table?.isCut === true),
    runCount: runs.length,
    leftOut: all.length - runs.length,
    isPending: isPending && error === null,
    error,
  };
}

function useChartTables(
  entity: string,
  project: string,
  names: readonly string[],
  sources: readonly (TableSource | undefined)[],
) {
  const result = useQueries({
    queries: sources.map((source, index) => ({
      queryKey: [
        ...queryKeys.run(entity, project, names[index] ?? ''),
        'chart-table',
        (source?.files ?? []).map(({ name, updatedAt }) => `${name} ${updatedAt}`),
      ] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => readChartTable(source?.files ?? [], signal),
      enabled: source !== undefined,
      staleTime: Number.POSITIVE_INFINITY,
      structuralSharing: false as const,
    })),
    combine: combined,
  });
  return result;
}

function combined(
  results: readonly {
    readonly data: (ChartTable & { readonly isCut: boolean }) | null | undefined;
    readonly error: Error | null;
    readonly isLoading: boolean;
  }[],
) {
  return {
    tables: results.map(({ data }) => data ?? null),
    isPending: results.some(({ isLoading }) => isLoading),
    error: results.find(({ error }) => error !== null)?.error ?? null,
  };
}

async function readChartTable(files: readonly FileView[], signal: AbortSignal) {
  if (files.length === 0) return null;
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > MOST_TABLE_BYTES) {
    throw new RequestError(
      'too_large',
      'The table is too large for a chart; a panel of tables shows it.',
    );
  }
  const parts = [];
  for (const { url } of files) {
    const response = await fetch(url, { signal, credentials: 'same-origin' });
    if (!response.ok) {
      throw new RequestError('internal', `The table could not be read (${response.status}).`, {
        status: response.status,
      });
    }
    try {
      const table = readTable(parseExactJson(await response.text()));
      if (table !== null) parts.push(table);
    } catch (cause) {
      throw new RequestError('unreadable', 'The table is not valid JSON.', { cause });
    }
  }
  const table = joinTables(parts);
  if (table === null) return null;
  return {
    columns: table.columns.map(({ title }) => title),
    rows: table.rows
      .slice(0, MOST_TABLE_ROWS)
      .map((row) =>
        row.map((value) => (typeof value === 'object' && value !== null ? cellText(value) : value)),
      ),
    isCut: table.rows.length > MOST_TABLE_ROWS,
  };
}

/** A key that is being typed is none yet. */
function withoutEmpty(data: ChartData): ChartData {
  const keys = (list: readonly string[]) => list.filter((key) => key.trim() !== '');
  return {
    ...data,
    config: keys(data.config),
    summary: keys(data.summary),
    history: keys(data.history),
  };
}
