import { ColumnEngineError, type ColumnStore } from '../../stores/columns/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { DERIVED } from './call-values.ts';
import { CALLS_TABLE, PARTS_TABLE } from './columns.ts';
import { Statement } from './statement.ts';
import type { Call, Calls, NamedCalls, NamedQuery } from './types.ts';

const DAY = 86_400_000_000;
/** Looked through one after the other, the newest first: so far back, in microseconds. */
const SPANS = [DAY, 14 * DAY, 180 * DAY, Number.POSITIVE_INFINITY];
const SECONDS_EACH = 1;
/** No more is begun after so long, in milliseconds. */
const DEADLINE_MS = 1_500;
/** Of those that match some may have been deleted or renamed since. */
const SPARE = 20;
/** A text that is shorter is no id of a call. */
const SHORTEST_ID = 8;
/** What the engine says when a read takes too long or too much. */
const TOO_MUCH: ReadonlySet<number> = new Set([159, 241]);

interface Row {
  readonly project: string;
  readonly id: string;
}

/**
 * Finds calls by name or id over many projects. Rows are looked through as they lie, by the columns of
 * names alone, and what they name is then read as the calls that are there now.
 */
export async function findNamed(
  columns: ColumnStore,
  readMany: Calls['readMany'],
  query: NamedQuery,
): Promise<NamedCalls> {
  const { limit, text, projects } = query;
  if (text === '' || projects?.length === 0) return { calls: [], isCutShort: false };
  const began = Date.now();
  const isLate = () => Date.now() - began > DEADLINE_MS;
  const found = new Map<string, { readonly project: ProjectId; readonly call: Call }>();
  let isCutShort = false;

  const take = async (rows: readonly Row[]): Promise<void> => {
    for (const [project, ofProject] of Map.groupBy(rows, (row) => Number(row.project))) {
      const ids = ofProject.map(({ id }) => id);
      const asked = { columns: ['id', 'op_name', 'display_name', 'trace_id', 'started_at'] };
      for await (const page of readMany(project as ProjectId, ids, asked)) {
        for (const call of page) {
          if (isMeant(call, text)) {
            found.set(`${project} ${call.id}`, { project: project as ProjectId, call });
          }
        }
      }
    }
  };

  try {
    if (text.length >= SHORTEST_ID && !text.includes(' ')) {
      await take(await readRows(columns, query, (s) => `id = ${s} OR trace_id = ${s}`, null));
    }
    let newest = Date.now() * 1_000 + DAY;
    const now = newest - DAY;
    for (const span of SPANS) {
      if (found.size >= limit) break;
      if (isLate()) {
        isCutShort = true;
        break;
      }
      const oldest = Number.isFinite(span) ? now - span : 0;
      await take(await readRows(columns, query, null, { oldest, newest }));
      newest = oldest;
    }
  } catch (error) {
    if (!(error instanceof ColumnEngineError && TOO_MUCH.has(error.engineCode))) throw error;
    isCutShort = true;
  }
  const calls = [...found.values()].sort((a, b) => b.call.startedAt - a.call.startedAt);
  return { calls: calls.slice(0, limit), isCutShort: isCutShort || calls.length > limit };
}

const NAMES = `concat(${DERIVED.opLabel}, ' ', ${DERIVED.name})`;

/** Rows of whole calls and of parts, newest first. */
function readRows(
  columns: ColumnStore,
  { text, projects, limit }: NamedQuery,
  byId: ((bound: string) => string) | null,
  span: { readonly oldest: number; readonly newest: number } | null,
): Promise<readonly Row[]> {
  const statement = new Statement();
  const conditions = ['deleted = 0', 'started_at != 0'];
  if (projects !== null) {
    conditions.push(`project IN ${statement.bind('Array(UInt64)', projects)}`);
  }
  if (span !== null) {
    conditions.push(
      `started_at >= ${statement.bind('Int64', span.oldest)}`,
      `started_at < ${statement.bind('Int64', span.newest)}`,
    );
  }
  if (byId !== null) conditions.push(`(${byId(statement.text(text))})`);
  else {
    for (const word of wordsOf(text)) {
      conditions.push(`positionCaseInsensitiveUTF8(${NAMES}, ${statement.text(word)}) > 0`);
    }
  }
  const most = statement.bind('UInt64', limit + SPARE);
  const from = (table: string) =>
    `SELECT project AS r_project, id AS r_id, started_at AS r_start FROM ${table}
      WHERE ${conditions.join(' AND ')} ORDER BY started_at DESC LIMIT ${most}`;
  return columns.query<Row>({
    sql: `SELECT toString(r_project) AS project, r_id AS id FROM (
        SELECT * FROM (${from(CALLS_TABLE)}) UNION ALL SELECT * FROM (${from(PARTS_TABLE)})
      ) GROUP BY r_project, r_id ORDER BY max(r_start) DESC LIMIT ${most}`,
    params: statement.params,
    maxSeconds: SECONDS_EACH,
  });
}

const wordsOf = (text: string): readonly string[] =>
  text.split(/\s+/).filter((word) => word !== '');

/** Also of what it is called now, and not only of what a row said once. */
function isMeant({ id, traceId, opName, traceName }: Call, text: string): boolean {
  if (id === text || traceId === text) return true;
  const names = `${opName} ${traceName}`.toLowerCase();
  return wordsOf(text.toLowerCase()).every((word) => names.includes(word));
}
