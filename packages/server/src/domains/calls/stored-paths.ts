import { CALL_ROOTS } from '@runloom/model';
import { z } from 'zod';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { CALLS_TABLE } from './columns.ts';
import { fieldKey, type JsonField } from './expanded-field.ts';
import { textOf } from './expression-sql.ts';
import type { MadeColumn } from './made-columns.ts';
import { Statement } from './statement.ts';
import { DIGITS, STORED_PREFIX, type StoredPath, toStoredPath, valueAt } from './stored-path.ts';

/** Every insert makes them, and every part keeps them: two columns each. */
const MOST_PATHS = 32;
const MOST_OF_A_PROJECT = 16;
/** Longer values, on average, are not kept twice. */
const LONGEST_TEXT_BYTES = 64;
/** As many of the newest calls tell how long values are. */
const SAMPLED_CALLS = 10_000;
/** Of the rows: what is missing stands in a part that was being written, and is made as it is read. */
const READY_SHARE = 0.98;
/** Of a path through many lists each place of a list is asked for twice, inside of the last. */
const LONGEST_SQL = 64 * 1024;
const WANTED_AT_ONCE = 8;

type Paths = ReadonlyMap<string, StoredPath>;

/** Paths into JSON that people filter and sort by, whose values stand in columns of their own. */
export interface StoredPaths {
  /** Those of a project by `fieldKey`, as soon as all rows have their columns. */
  of(project: ProjectId): Promise<Paths>;
  /** Tells how long it took to look these up in the JSON of every call. */
  took(project: ProjectId, fields: readonly JsonField[], ms: number): void;
  /** Makes the columns of what took long. To be called every few seconds. */
  keep(): Promise<void>;
  /** Takes the columns of a project away. */
  remove(project: ProjectId): Promise<void>;
}

export const NO_PATHS: StoredPaths = {
  of: async () => new Map(),
  took() {},
  async keep() {},
  async remove() {},
};

/**
 * The columns of paths: made for those that were slow to ask for, by the engine, which fills them from
 * the JSON of all rows in the background and then as rows are written. They are functions of their
 * rows, so whatever replaces or removes rows needs to know nothing of them, and a read by them is
 * exact however far they are filled. What there is, is known by the comments of the columns.
 * @param slowMs how long a look into the JSON of all calls may take before columns are made
 */
export function createStoredPaths(columns: ColumnStore, slowMs: number): StoredPaths {
  let known: Promise<Registry> | null = null;
  const wanted = new Map<string, { readonly project: ProjectId; readonly field: JsonField }>();
  const refused = new Set<string>();

  const registry = (): Promise<Registry> => {
    known ??= readRegistry(columns).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };

  async function add(project: ProjectId, field: JsonField): Promise<void> {
    const { ready, filling } = await registry();
    const all = [...ready, ...filling];
    const ofProject = all.filter((path) => path.project === project);
    if (ofProject.some((path) => fieldKey(toField(path)) === fieldKey(field))) return;
    const isFull = all.length >= MOST_PATHS || ofProject.length >= MOST_OF_A_PROJECT;
    const path = toStoredPath(project, field.root, field.path);
    const isEndless = path.text.sql.length > LONGEST_SQL;
    if (isFull || isEndless || (await isLong(columns, project, field))) {
      refused.add(`${project} ${fieldKey(field)}`);
      return;
    }
    await addColumns(columns, path);
    known = null;
  }

  return {
    async of(project) {
      const { ready } = await registry();
      const own = ready.filter((path) => path.project === project);
      return new Map(own.map((path) => [fieldKey(toField(path)), path]));
    },
    took(project, fields, ms) {
      if (ms < slowMs) return;
      for (const field of fields) {
        const key = `${project} ${fieldKey(field)}`;
        if (wanted.size < WANTED_AT_ONCE && !refused.has(key)) wanted.set(key, { project, field });
      }
    },
    async keep() {
      for (const [key, { project, field }] of [...wanted]) {
        await add(project, field);
        wanted.delete(key);
      }
      if (known === null || (await known).filling.length > 0) {
        known = null;
        for (const path of (await registry()).filling) await fillColumns(columns, path);
      }
    },
    async remove(project) {
      const { ready, filling } = await readRegistry(columns);
      const gone = [...ready, ...filling].filter((path) => path.project === project);
      known = null;
      for (const { number, text } of gone) {
        await columns.command({
          sql: `ALTER TABLE ${CALLS_TABLE} DROP COLUMN IF EXISTS ${text.name}, DROP COLUMN IF EXISTS ${number.name}`,
        });
      }
    },
  };
}

interface Registry {
  readonly ready: readonly StoredPath[];
  /** Their columns are there, but not in all rows. */
  readonly filling: readonly StoredPath[];
}

const COMMENT = z.object({
  project: z.number(),
  root: z.enum(CALL_ROOTS),
  path: z.array(z.string()),
});

const toField = ({ root, path }: StoredPath): JsonField => ({ kind: 'json', root, path });

async function readRegistry(columns: ColumnStore): Promise<Registry> {
  const rows = await columns.query<{ comment: string; filled: string; rows: string }>({
    sql: `SELECT comment, filled, rows FROM (
        SELECT name, comment FROM system.columns WHERE database = currentDatabase()
          AND table = '${CALLS_TABLE}' AND startsWith(name, '${STORED_PREFIX}') AND comment != ''
      ) AS there
      LEFT JOIN (
        SELECT column AS name, sum(rows) AS filled FROM system.parts_columns
        WHERE database = currentDatabase() AND table = '${CALLS_TABLE}' AND active
          AND startsWith(column, '${STORED_PREFIX}')
        GROUP BY column
      ) AS filling USING (name)
      CROSS JOIN (
        SELECT sum(rows) AS rows FROM system.parts
        WHERE database = currentDatabase() AND table = '${CALLS_TABLE}' AND active
      ) AS every`,
  });
  const ready: StoredPath[] = [];
  const filling: StoredPath[] = [];
  for (const row of rows) {
    const told = COMMENT.parse(JSON.parse(Buffer.from(row.comment, 'hex').toString()));
    const path = toStoredPath(told.project as ProjectId, told.root, told.path);
    const isReady = Number(row.filled) >= Number(row.rows) * READY_SHARE;
    (isReady ? ready : filling).push(path);
  }
  return { ready, filling };
}

/** The comment stands at the column that is made last. */
async function addColumns(
  columns: ColumnStore,
  { project, root, path, number, text }: StoredPath,
): Promise<void> {
  const comment = Buffer.from(JSON.stringify({ project, root, path })).toString('hex');
  const add = ({ name, sql }: MadeColumn, type: string, standIn: string): string =>
    `ADD COLUMN IF NOT EXISTS ${name} ${type}
      MATERIALIZED if(project = ${BigInt(project)}, ${sql}, ${standIn})`;
  await columns.command({
    sql: `ALTER TABLE ${CALLS_TABLE} ${add(number, 'Float64', 'inf')} CODEC(ZSTD(1)),
      ${add(text, 'String', "''")} COMMENT '${comment}' CODEC(ZSTD(1))`,
  });
}

/** Has the engine write the columns of a path for rows that have none, unless it is at it. */
async function fillColumns(columns: ColumnStore, { number, text }: StoredPath): Promise<void> {
  const [running] = await columns.query<{ n: string }>({
    sql: `SELECT count() AS n FROM system.mutations WHERE database = currentDatabase()
      AND table = '${CALLS_TABLE}' AND NOT is_done AND position(command, {name:String}) > 0`,
    params: { name: text.name },
  });
  if (running?.n !== '0') return;
  await columns.command({
    sql: `ALTER TABLE ${CALLS_TABLE} MATERIALIZE COLUMN ${number.name}, MATERIALIZE COLUMN ${text.name}
      SETTINGS mutations_sync = 0`,
  });
}

async function isLong(
  columns: ColumnStore,
  project: ProjectId,
  { root, path }: JsonField,
): Promise<boolean> {
  const statement = new Statement();
  const [row] = await columns.query<{ bytes: number | null }>({
    sql: `SELECT avgOrNull(length(value)) AS bytes FROM (
        SELECT ${textOf(valueAt(DIGITS, root, path))} AS value FROM ${CALLS_TABLE}
        WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0
        ORDER BY started_at DESC LIMIT ${SAMPLED_CALLS}
      ) WHERE value != ''`,
    params: statement.params,
  });
  return (row?.bytes ?? 0) > LONGEST_TEXT_BYTES;
}
