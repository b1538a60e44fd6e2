import { randomUUID } from 'node:crypto';
import { type FeedbackField, parseFeedbackField, parseFeedbackQuery } from '@runloom/model';
import {
  type ColumnStore,
  encodeNativeBlock,
  type TableInsert,
} from '../../stores/columns/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { feedbackValue } from './call-values.ts';
import { FEEDBACK_TABLE } from './columns.ts';
import { asInvalid } from './conditions.ts';
import { exists, numberOf, textOf, toCondition } from './expression-sql.ts';
import { Statement } from './statement.ts';
import type { CallSort, Feedback, FeedbackQuery, NewFeedback } from './types.ts';

const TEXTS = [
  'id',
  'call_id',
  'weave_ref',
  'payload',
  'creator',
  'call_ref',
  'extra',
  'feedback_type',
  'user_id',
  'annotation_ref',
  'runnable_ref',
  'trigger_ref',
  'queue_id',
] as const;
const WORDS: ReadonlySet<string> = new Set([
  'feedback_type',
  'user_id',
  'annotation_ref',
  'runnable_ref',
  'trigger_ref',
  'queue_id',
]);
const COLUMNS = ['project', 'version', 'deleted', 'created_at', ...TEXTS] as const;

/** What is stored of one, beside its project. */
type FeedbackRow = Readonly<Record<(typeof TEXTS)[number], string>> & {
  readonly created_at: number;
};

/** Most ids that one statement looks for. */
const AT_ONCE = 1000;

/** Completes what somebody gave. */
export function toFeedback(given: NewFeedback): Feedback {
  return {
    id: given.id ?? randomUUID(),
    weaveRef: given.weaveRef,
    feedbackType: given.feedbackType,
    payload: given.payload,
    creator: given.creator ?? null,
    createdAt: given.createdAt ?? Date.now() * 1000,
    userId: given.userId ?? null,
    annotationRef: given.annotationRef ?? null,
    runnableRef: given.runnableRef ?? null,
    callRef: given.callRef ?? null,
    triggerRef: given.triggerRef ?? null,
    queueId: given.queueId ?? null,
    extra: given.extra ?? '{}',
  };
}

/** Feedback as an insert. */
export function encodeFeedback(
  project: ProjectId,
  feedback: readonly Feedback[],
  version: () => bigint,
): TableInsert {
  return encode(project, feedback.map(toRow), version, 0n);
}

/** What takes feedback away. */
export function encodeRemoved(
  project: ProjectId,
  ids: readonly string[],
  version: () => bigint,
): TableInsert {
  const rows = ids.map((id) =>
    toRow(toFeedback({ id, weaveRef: '', feedbackType: '', payload: '', createdAt: 0, extra: '' })),
  );
  return encode(project, rows, version, 1n);
}

function toRow(feedback: Feedback): FeedbackRow {
  return {
    id: feedback.id,
    call_id: /^weave:\/\/\/[^/]+\/[^/]+\/call\/([^/]+)/.exec(feedback.weaveRef)?.[1] ?? '',
    weave_ref: feedback.weaveRef,
    feedback_type: feedback.feedbackType,
    payload: feedback.payload,
    creator: feedback.creator ?? '',
    created_at: feedback.createdAt,
    user_id: feedback.userId ?? '',
    annotation_ref: feedback.annotationRef ?? '',
    runnable_ref: feedback.runnableRef ?? '',
    call_ref: feedback.callRef ?? '',
    trigger_ref: feedback.triggerRef ?? '',
    queue_id: feedback.queueId ?? '',
    extra: feedback.extra,
  };
}

function encode(
  project: ProjectId,
  rows: readonly FeedbackRow[],
  version: () => bigint,
  deleted: bigint,
): TableInsert {
  const block = encodeNativeBlock(rows.length, [
    { name: 'project', type: 'UInt64', fill: BigInt(project) },
    { name: 'version', type: 'UInt64', values: BigUint64Array.from(rows, version) },
    { name: 'deleted', type: 'UInt64', fill: deleted },
    {
      name: 'created_at',
      type: 'Int64',
      values: BigInt64Array.from(rows, (row) => BigInt(Math.round(row.created_at))),
    },
    ...TEXTS.map((name) => {
      const values = rows.map((row) => row[name].toWellFormed());
      if (!WORDS.has(name)) return { name, type: 'String', values } as const;
      const indices = Uint32Array.from(rows, (_, index) => index);
      return { name, type: 'LowCardinality(String)', keys: values, indices } as const;
    }),
  ]);
  return { table: FEEDBACK_TABLE, columns: COLUMNS, block };
}

/** Feedback that a query means, and how many there are of it without its limit. */
export async function selectFeedback(
  store: ColumnStore,
  project: ProjectId,
  query: FeedbackQuery,
): Promise<{ feedback: readonly Feedback[]; totalCount: number }> {
  const statement = new Statement();
  const { where, order } = asInvalid(() => {
    const expression = parseFeedbackQuery(query.query);
    const read = (field: FeedbackField) => feedbackValue(statement, field);
    return {
      where: expression ? `ifNull(${toCondition(statement, expression, read)}, false)` : '1',
      order: orderOf(statement, query.sort ?? []),
    };
  });
  const from = `FROM ${FEEDBACK_TABLE} FINAL
    WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0 AND ${where}`;
  const limit = query.limit === undefined ? '' : `LIMIT ${statement.bind('UInt64', query.limit)}`;
  const skip = query.offset ? `OFFSET ${statement.bind('UInt64', query.offset)}` : '';
  const params = statement.params;
  const rows = await store.query<StoredFeedback>({
    sql: `SELECT ${['created_at', ...TEXTS].join(', ')} ${from} ORDER BY ${order} ${limit} ${skip}`,
    params,
  });
  const isAll = limit === '' && skip === '';
  if (isAll) return { feedback: rows.map(fromRow), totalCount: rows.length };
  const [count] = await store.query<{ n: string }>({ sql: `SELECT count() AS n ${from}`, params });
  return { feedback: rows.map(fromRow), totalCount: Number(count?.n ?? 0) };
}

function orderOf(statement: Statement, sort: readonly CallSort[]): string {
  const keys = sort.flatMap(({ field, direction }) => {
    const value = feedbackValue(statement, parseFeedbackField(field));
    const sign = direction === 'desc' ? 'DESC' : 'ASC';
    const missing = `NOT ${exists(value)} ASC`;
    if (value.kind !== 'json') return [missing, `${value.sql} ${sign}`];
    const number = numberOf(value);
    return [
      missing,
      `isNull(${number}) ASC`,
      `ifNull(${number}, 0) ${sign}`,
      `${textOf(value)} ${sign}`,
    ];
  });
  return [...keys, 'created_at', 'id'].join(', ');
}

/** Feedback of each of these calls, oldest first. */
export async function feedbackOfCalls(
  store: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Feedback[]>> {
  const found: StoredFeedback[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const statement = new Statement();
    found.push(
      ...(await store.query<StoredFeedback>({
        sql: `SELECT ${['created_at', ...TEXTS].join(', ')} FROM ${FEEDBACK_TABLE} FINAL
          WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0
            AND ${statement.among('call_id', ids.slice(from, from + AT_ONCE))}
          ORDER BY created_at, id`,
        params: statement.params,
      })),
    );
  }
  const byCall = Map.groupBy(found, (row) => row.call_id);
  return new Map([...byCall].map(([id, rows]) => [id, rows.map(fromRow)]));
}

/** How many of these there are. */
export async function countFeedback(
  store: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<number> {
  const statement = new Statement();
  const [row] = await store.query<{ n: string }>({
    sql: `SELECT count() AS n FROM ${FEEDBACK_TABLE} FINAL
      WHERE project = ${statement.bind('UInt64', project)} AND deleted = 0
        AND ${statement.among('id', ids)}`,
    params: statement.params,
  });
  return Number(row?.n ?? 0);
}

type StoredFeedback = Omit<FeedbackRow, 'created_at'> & { readonly created_at: string };

function fromRow(row: StoredFeedback): Feedback {
  const orNull = (text: string): string | null => (text === '' ? null : text);
  return {
    id: row.id,
    weaveRef: row.weave_ref,
    feedbackType: row.feedback_type,
    payload: row.payload,
    creator: orNull(row.creator),
    createdAt: Number(row.created_at),
    userId: orNull(row.user_id),
    annotationRef: orNull(row.annotation_ref),
    runnableRef: orNull(row.runnable_ref),
    callRef: orNull(row.call_ref),
    triggerRef: orNull(row.trigger_ref),
    queueId: orNull(row.queue_id),
    extra: row.extra,
  };
}
