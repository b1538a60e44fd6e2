import { parseExactJson, type TableSettings } from '@runloom/model';
import {
  cellText,
  joinTables,
  readTable,
  type TableData,
} from '../../components/table-viewer/table-data.ts';
import { queryRows } from '../../components/table-viewer/table-query.ts';
import {
  type CombinedColumn,
  type CombinedTable,
  concatenateRuns,
  groupRows,
  joinRuns,
  likelyJoinColumn,
  type RunTable,
  stackSteps,
} from './combine.ts';
import { type ComputedTable, withComputed } from './computed-columns.ts';
import { type ColumnHistogram, columnHistograms } from './histograms.ts';

/** A run's table, by the files that hold it. */
export interface EngineSource {
  readonly run: string;
  readonly label: string;
  /** Tells the content from any other: what is known already is not read again. */
  readonly version: string;
  readonly urls: readonly string[];
  /** The step that each of them was logged at, where rows are to say it. */
  readonly steps: readonly number[] | null;
}

/** What is shown of the tables. */
export type EngineQuery = Pick<
  TableSettings,
  | 'combine'
  | 'joinColumn'
  | 'joinKind'
  | 'filters'
  | 'sort'
  | 'groupBy'
  | 'aggregate'
  | 'showsHistograms'
  | 'computed'
>;

export interface EngineView {
  readonly columns: readonly CombinedColumn[];
  /** Rows that pass the filters, or groups of them. */
  readonly rowCount: number;
  readonly totalCount: number;
  readonly isCut: boolean;
  /** Titles of all columns, to join, group and map by. */
  readonly titles: readonly string[];
  readonly joinColumn: string;
  readonly histograms: readonly ColumnHistogram[];
  /** Runs whose table could not be read as one. */
  readonly unreadable: readonly string[];
  /** What is wrong with computed columns. */
  readonly problems: readonly string[];
}

/** Cells as texts, from one row to before another. */
export type EngineRows = readonly (readonly string[])[];

export interface TableEngine {
  /** Reads what is new and lets go of what is not asked for any more. @throws Error when a file can't be read */
  open(sources: readonly EngineSource[]): Promise<void>;
  view(query: EngineQuery): EngineView;
  /** Of the last view. */
  rows(from: number, to: number): EngineRows;
}

const MOST_CELL_CHARACTERS = 500;
const MOST_HISTOGRAMS = 12;
const NOTHING: CombinedTable = { columns: [], rows: [], owners: new Int16Array(), isCut: false };

/** Combines, filters, sorts and groups tables of runs. Made to run in a worker. @param readText of an address */
export function createTableEngine(readText: (url: string) => Promise<string>): TableEngine {
  let loaded = new Map<string, TableData | null>();
  let sources: readonly EngineSource[] = [];
  let shown: { readonly table: CombinedTable; readonly order: Uint32Array } = {
    table: NOTHING,
    order: new Uint32Array(),
  };
  let combined: ({ readonly key: string } & ComputedTable) | null = null;

  return {
    async open(asked) {
      const next = new Map<string, TableData | null>();
      for (const { version, urls, steps } of asked) {
        const known = loaded.get(version);
        if (known !== undefined) next.set(version, known);
        else if (!next.has(version)) next.set(version, await readParts(urls, steps));
      }
      loaded = next;
      sources = asked;
      combined = null;
    },

    view(query) {
      const tables = sources.map(({ run, label, version }): RunTable => {
        const table = loaded.get(version) ?? { columns: [], rows: [] };
        return { ...table, run, label };
      });
      const joinColumn = query.joinColumn || likelyJoinColumn(tables);
      const key = JSON.stringify([query.combine, joinColumn, query.joinKind, query.computed]);
      if (combined?.key !== key) {
        const table =
          query.combine === 'join'
            ? joinRuns(tables, joinColumn, query.joinKind)
            : concatenateRuns(tables);
        combined = { key, ...withComputed(table, query.computed, placeOf) };
      }
      const { table, problems } = combined;
      const found = queryRows(table, { filters: filtersOf(table, query), sort: null });
      const group = query.groupBy === '' ? -1 : placeOf(table, query.groupBy);
      const grouped = group < 0 ? table : groupRows(table, found, group, query.aggregate);
      const place = query.sort === null ? -1 : placeOf(grouped, query.sort.column);
      const sort =
        query.sort === null || place < 0
          ? null
          : { column: place, direction: query.sort.direction };
      const order =
        group < 0
          ? sort === null
            ? found
            : queryRows(table, { filters: filtersOf(table, query), sort })
          : queryRows(grouped, { filters: new Map(), sort });
      shown = { table: grouped, order };
      return {
        columns: grouped.columns,
        rowCount: order.length,
        totalCount: group < 0 ? table.rows.length : grouped.rows.length,
        isCut: table.isCut,
        titles: [...new Set(table.columns.map(({ title }) => title))],
        joinColumn,
        histograms: query.showsHistograms
          ? columnHistograms(table, found, sources.length, MOST_HISTOGRAMS)
          : [],
        unreadable: sources
          .filter(({ version }) => loaded.get(version) === null)
          .map(({ label }) => label),
        problems,
      };
    },

    rows(from, to) {
      return Array.from(shown.order.subarray(from, to), (place) =>
        shown.table.columns.map((_, column) =>
          cellText(shown.table.rows[place]?.[column]).slice(0, MOST_CELL_CHARACTERS),
        ),
      );
    },
  };

  async function readParts(
    urls: readonly string[],
    steps: readonly number[] | null,
  ): Promise<TableData | null> {
    const parts: TableData[] = [];
    for (const url of urls) {
      const text = await readText(url);
      let table: TableData | null = null;
      try {
        table = readTable(parseExactJson(text));
      } catch {
        // Any file may be named in a row: one that is no JSON is no table.
      }
      if (table === null) return null;
      parts.push(table);
    }
    return steps === null ? joinTables(parts) : stackSteps(parts, steps);
  }
}

/** A column by its name in settings: its title, of columns side by side with the run's place behind `#`. */
export function columnName({ title, run }: CombinedColumn): string {
  return run === null ? title : `${title}#${run}`;
}

function placeOf(table: CombinedTable, name: string): number {
  const exact = table.columns.findIndex((column) => columnName(column) === name);
  return exact >= 0 ? exact : table.columns.findIndex(({ title }) => title === name);
}

function filtersOf(
  table: CombinedTable,
  { filters }: Pick<EngineQuery, 'filters'>,
): ReadonlyMap<number, string> {
  return new Map(
    filters.flatMap(({ column, text }) => {
      const place = placeOf(table, column);
      return place < 0 ? [] : [[place, text] as const];
    }),
  );
}
