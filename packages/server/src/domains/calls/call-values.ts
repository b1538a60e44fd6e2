import type { CallField, FeedbackField } from '@runloom/model';
import { type CallColumn, NO_STEP, NO_TOKENS, RENAMED_BIT } from './columns.ts';
import { type ExpandedFields, fieldKey, type JsonField } from './expanded-field.ts';
import { type SqlValue, textOf } from './expression-sql.ts';
import { jsonAtPath } from './json-path.ts';
import { LATENCY, type MadeColumn, NO_LATENCY, STATUS } from './made-columns.ts';
import type { Statement } from './statement.ts';
import type { StoredPath } from './stored-path.ts';
import type { JsonText, ModelPrice } from './types.ts';
import { totalCostSql } from './usage-sql.ts';

/** The name that is shown, the status and the rest that is made of a call's columns. */
export const DERIVED = {
  name: `if(bitTest(fields, ${RENAMED_BIT}), new_name, display_name)`,
  status: STATUS.sql,
  opLabel: `if(startsWith(op_name, 'weave:///'),
    ifNull(nullIf(extract(op_name, '^weave:///[^/]+/[^/]+/op/([^:/]+)'), ''), op_name), op_name)`,
  tokens: (column: string): string =>
    `if(${column} = ${NO_TOKENS}, NULL, toNullable(toFloat64(${column})))`,
  hasStep: (column: string): string => `${column} != toInt64('${NO_STEP}')`,
} as const;

const NAME_COLUMNS: readonly CallColumn[] = ['fields', 'new_name', 'display_name'];

const TEXT_COLUMNS = {
  id: 'id',
  trace_id: 'trace_id',
  parent_id: 'parent_id',
  thread_id: 'thread_id',
  turn_id: 'turn_id',
  op_name: 'op_name',
  exception: 'exception',
  wb_user_id: 'user_id',
  wb_run_id: 'wb_run_id',
} as const satisfies Record<string, CallColumn>;

/** What fields mean that no row says by itself, read beforehand where a query has such fields. */
export interface KnownOfFields {
  readonly expanded?: ExpandedFields;
  readonly prices?: readonly ModelPrice[];
  /** By `fieldKey`. */
  readonly stored?: ReadonlyMap<string, StoredPath>;
}

/** Gathers which columns and which feedback of calls a statement looks at. */
export class CallValues {
  readonly columns = new Set<CallColumn | MadeColumn>(['id', 'started_at']);
  /** What is looked up in the JSON of every call. */
  readonly unpacked: JsonField[] = [];
  /** Joined to the calls by their id. */
  readonly joins: string[] = [];
  readonly statement: Statement;
  private readonly project: string;
  private readonly expanded: ExpandedFields;
  private readonly prices: readonly ModelPrice[];
  private readonly stored: ReadonlyMap<string, StoredPath>;

  constructor(statement: Statement, project: string, known: KnownOfFields = {}) {
    this.statement = statement;
    this.project = project;
    this.expanded = known.expanded ?? new Map();
    this.prices = known.prices ?? [];
    this.stored = known.stored ?? new Map();
  }

  readonly read = (field: CallField): SqlValue => {
    switch (field.kind) {
      case 'text':
        return this.text(field.name);
      case 'time':
        if (field.name === 'started_at') return time('toNullable(started_at)');
        if (field.name === 'ended_at') return time(`nullIf(${this.use('ended_at')}, 0)`);
        return time('CAST(NULL AS Nullable(Int64))');
      case 'number':
        return { kind: 'number', sql: this.number(field.name) };
      case 'json': {
        const whole = this.use(field.root);
        if (field.path.length === 0) {
          const empty = field.root === 'output' ? '' : '{}';
          return { kind: 'json', sql: `if(${whole} = '', '${empty}', ${whole})` };
        }
        const plain = this.use(`${field.root}_plain`);
        const json = `if(${plain} = '', ${whole}, ${plain})`;
        const own = jsonAtPath(this.statement, json, field.path);
        const behind = this.expanded.get(fieldKey(field));
        if (!behind) return this.ownJson(field, own);
        const ref = textOf({ kind: 'json', sql: jsonAtPath(this.statement, json, behind.prefix) });
        return { kind: 'json', sql: this.throughRefs(ref, behind.values, own) };
      }
      case 'feedback':
        return this.feedback(field);
    }
  };

  /** The SQL of a column that is made of others. */
  make(column: MadeColumn): string {
    this.columns.add(column);
    return column.name;
  }

  use<Column extends CallColumn>(...columns: [Column, ...CallColumn[]]): Column {
    for (const column of columns) this.columns.add(column);
    return columns[0];
  }

  private ownJson(field: JsonField, sql: string): SqlValue {
    const stored = this.stored.get(fieldKey(field));
    if (stored === undefined) {
      this.unpacked.push(field);
      return { kind: 'json', sql };
    }
    const number = this.make(stored.number);
    return { kind: 'json', sql, stored: { number, text: this.make(stored.text) } };
  }

  /** The JSON behind a reference, found among those that were read; without any what stands there itself. */
  private throughRefs(
    ref: string,
    values: ReadonlyMap<string, JsonText>,
    otherwise: string,
  ): string {
    if (values.size === 0) return otherwise;
    const refs = this.statement.bind('Array(String)', [...values.keys()]);
    const found = this.statement.bind('Array(String)', [...values.values()]);
    return `if(has(${refs}, ${ref}), arrayElement(${found}, indexOf(${refs}, ${ref})), ${otherwise})`;
  }

  private text(name: Extract<CallField, { kind: 'text' }>['name']): SqlValue {
    switch (name) {
      case 'display_name':
        for (const column of NAME_COLUMNS) this.use(column);
        return text(DERIVED.name);
      case 'status':
        return text(`toString(${this.make(STATUS)})`);
      case 'trace_name': {
        for (const column of NAME_COLUMNS) this.use(column);
        this.use('op_name');
        return text(`if(${DERIVED.name} != '', ${DERIVED.name}, ${DERIVED.opLabel})`);
      }
      case 'project_id':
        return text("''");
      default:
        // Plain texts, also where the column keeps each of them once.
        return text(`toString(${this.use(TEXT_COLUMNS[name])})`);
    }
  }

  private number(name: Extract<CallField, { kind: 'number' }>['name']): string {
    switch (name) {
      case 'latency_ms': {
        const column = this.make(LATENCY);
        return `if(${column} = ${NO_LATENCY}, NULL, toNullable(toFloat64(${column})))`;
      }
      case 'wb_run_step':
      case 'wb_run_step_end': {
        const column = this.use(name);
        return `if(${DERIVED.hasStep(column)}, toNullable(toFloat64(${column})), NULL)`;
      }
      case 'total_tokens':
      case 'input_tokens':
      case 'output_tokens':
        return DERIVED.tokens(this.use(name));
      case 'total_cost':
        this.use('usage');
        return totalCostSql(this.statement, this.prices);
      case 'storage_size_bytes':
        return `toNullable(toFloat64(${this.use('bytes')}))`;
      case 'total_storage_size_bytes':
        return 'CAST(NULL AS Nullable(Float64))';
    }
  }

  private feedback(field: Extract<CallField, { kind: 'feedback' }>): SqlValue {
    const alias = `feedback_${this.joins.length}`;
    const ofType =
      field.type === '*' ? '' : `AND feedback_type = ${this.statement.text(field.type)}`;
    const value = feedbackValue(this.statement, toFeedbackField(field));
    const plain = value.kind === 'time' ? `ifNull(${value.sql}, 0)` : value.sql;
    this.joins.push(`LEFT JOIN (
      SELECT call_id AS ${alias}_call, argMax(${plain}, (created_at, version)) AS ${alias}
      FROM call_feedback FINAL
      WHERE project = ${this.project} AND deleted = 0 AND call_id != '' ${ofType}
      GROUP BY call_id) AS ${alias}_rows ON ${alias}_call = id`);
    return { kind: value.kind, sql: value.kind === 'time' ? `nullIf(${alias}, 0)` : alias };
  }
}

function toFeedbackField(field: Extract<CallField, { kind: 'feedback' }>): FeedbackField {
  const { column, path } = field;
  if (column === 'payload' || column === 'extra') return { kind: 'json', root: column, path };
  if (column === 'created_at') return { kind: 'time', name: column };
  return { kind: 'text', name: column };
}

const text = (sql: string): SqlValue => ({ kind: 'text', sql });
const time = (sql: string): SqlValue => ({ kind: 'time', sql });

/** A field of a row of feedback. */
export function feedbackValue(statement: Statement, field: FeedbackField): SqlValue {
  switch (field.kind) {
    case 'text':
      if (field.name === 'project_id') return text("''");
      return text(`toString(${field.name === 'wb_user_id' ? 'user_id' : field.name})`);
    case 'time':
      return time('toNullable(created_at)');
    case 'json':
      return { kind: 'json', sql: jsonAtPath(statement, field.root, field.path) };
  }
}
