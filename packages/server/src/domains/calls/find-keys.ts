import type { ProjectId } from '../projects/index.ts';
import { type CallRow, type ReadKey, readingOf, toCall } from './call-rows.ts';
import { asInvalid, type CallReader, readConditions } from './conditions.ts';
import { type CallKey, startedAmong } from './places.ts';
import { type CallScope, scopeOf } from './scope.ts';
import { orderByStart, orderKeys } from './sort-sql.ts';
import { type OrderKey, selectCalls } from './source.ts';
import type { CallQuery } from './types.ts';

/** A place, with what pages of calls are cut by. */
export interface SizedKey extends ReadKey {
  readonly bytes: number;
}

export interface FoundKey extends SizedKey {
  /** What the call is sorted by, in front of its id. */
  readonly place: string;
}

export interface Found {
  readonly scope: CallScope;
  readonly keys: readonly FoundKey[];
  readonly isByStart: boolean;
}

/** Which of the calls that a query means are looked for. */
export interface KeyPart {
  readonly limit: number;
  readonly offset: number;
  /** Calls after this one in the order of starts. */
  readonly after?: CallKey | undefined;
  /** When whole calls that can be meant at all started, where that is known; parts are looked at besides. */
  readonly among?: readonly bigint[];
  /** Whether the calls are to come with their places, where that costs little. */
  readonly readsCalls?: boolean;
}

/** Longer calls are read page by page, which bounds what is held at once. */
const SHORT_CALL_BYTES = 16 * 1024;

/** Places of calls in the order that a query asks for. */
export async function findKeys(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  part: KeyPart,
): Promise<Found> {
  const scope = await scopeOf(reader.columns, project);
  const { statement, values, where } = await readConditions(reader, scope, query);
  const order = asInvalid(() => orderKeys(values, query.sort ?? []));
  const byStart = orderByStart(order);
  values.use('bytes');
  const conditions = [...where];
  if (part.after) {
    const sign = byStart === 'desc' ? '<' : '>';
    const start = statement.bind('Int64', BigInt(part.after.startedAt));
    conditions.push(
      `started_at ${sign}= ${start}`,
      `(started_at, id) ${sign} (${start}, ${statement.text(part.after.id)})`,
    );
  }
  const reading = part.readsCalls && !scope.hasParts ? readingOf(query, SHORT_CALL_BYTES) : null;
  const sql = selectCalls(statement, scope, {
    select: { k_id: 'id', k_started_at: 'started_at', k_bytes: 'bytes', ...reading?.select },
    columns: values.columns,
    where: conditions,
    ...(part.among && { wholeWhere: [startedAmong(statement, part.among)] }),
    joins: values.joins,
    order,
    showsOrder: part.among !== undefined,
    limit: part.limit,
    offset: part.offset,
  });
  const rows = await reader.columns.query<Row>({ sql, params: statement.params });
  const keys = rows.map((row) => ({
    id: row.k_id,
    startedAt: row.k_started_at,
    bytes: Number(row.k_bytes),
    place: placeOf(row, order),
    ...(reading && row.c_is_whole === 1 && { call: toCall(row) }),
  }));
  return { scope, keys, isByStart: byStart !== null };
}

/** Of a call only where calls come with their places. */
interface Row extends CallRow {
  readonly k_id: string;
  readonly k_started_at: string;
  readonly k_bytes: string;
}

/** What a row of an answer is sorted by (`order_0`, …), but for its id. */
export function placeOf(row: object, order: readonly OrderKey[]): string {
  const values: Readonly<Record<string, unknown>> = { ...row };
  return JSON.stringify(
    order.flatMap(({ sql }, at) => (sql === 'id' ? [] : [values[`order_${at}`] ?? null])),
  );
}
