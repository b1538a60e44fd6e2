/** What a `Query` of the Weave protocol asks for, with fields as whoever owns the rows reads them. */
export type QueryExpression<Field> =
  | { readonly kind: 'literal'; readonly value: QueryLiteral }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'convert'; readonly to: QueryType; readonly input: QueryExpression<Field> }
  | { readonly kind: 'size'; readonly input: QueryExpression<Field> }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly QueryExpression<Field>[] }
  | { readonly kind: 'not'; readonly operand: QueryExpression<Field> }
  | {
      readonly kind: 'compare';
      readonly comparison: QueryComparison;
      readonly left: QueryExpression<Field>;
      readonly right: QueryExpression<Field>;
    }
  | {
      readonly kind: 'in';
      readonly operand: QueryExpression<Field>;
      readonly values: readonly QueryExpression<Field>[];
    }
  | {
      readonly kind: 'contains';
      readonly input: QueryExpression<Field>;
      readonly substring: QueryExpression<Field>;
      readonly ignoresCase: boolean;
    };

/** Lists and objects are compared as compact JSON text. */
export type QueryLiteral = string | number | boolean | null;

export type QueryType = 'double' | 'int' | 'string' | 'bool' | 'exists';

export type QueryComparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

/** What is wrong with a query, in words for whoever wrote it. */
export class CallQueryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CallQueryError';
  }
}

/** The parts of a call that hold JSON. */
export const CALL_ROOTS = ['inputs', 'output', 'attributes', 'summary'] as const;
export type CallRoot = (typeof CALL_ROOTS)[number];

/** Fields of a call that are plain texts; null and '' are the same. */
export const CALL_TEXTS = [
  'id',
  'project_id',
  'trace_id',
  'parent_id',
  'thread_id',
  'turn_id',
  'op_name',
  'display_name',
  'exception',
  'wb_user_id',
  'wb_run_id',
] as const;
export type CallTextField = (typeof CALL_TEXTS)[number];

export const CALL_TIMES = ['started_at', 'ended_at', 'deleted_at', 'expire_at'] as const;
export type CallTimeField = (typeof CALL_TIMES)[number];

export const CALL_NUMBERS = [
  'wb_run_step',
  'wb_run_step_end',
  'storage_size_bytes',
  'total_storage_size_bytes',
] as const;
export type CallNumberField = (typeof CALL_NUMBERS)[number];

/**
 * What a call used, below `summary.weave`: of all models together, with what its client counts to it of
 * the calls below. Costs in US dollars; nothing where no model has a price.
 */
export const CALL_USAGE = ['total_tokens', 'input_tokens', 'output_tokens', 'total_cost'] as const;
export type CallUsageField = (typeof CALL_USAGE)[number];

/** What a condition, a sort or a column of calls looks at. */
export type CallField =
  | { readonly kind: 'text'; readonly name: CallTextField | 'status' | 'trace_name' }
  | { readonly kind: 'time'; readonly name: CallTimeField }
  | { readonly kind: 'number'; readonly name: CallNumberField | CallUsageField | 'latency_ms' }
  /** The whole of it without a path. */
  | { readonly kind: 'json'; readonly root: CallRoot; readonly path: readonly string[] }
  /** The newest feedback of the type (any type for `*`) on the call. */
  | {
      readonly kind: 'feedback';
      readonly type: string;
      readonly column: FeedbackColumn;
      readonly path: readonly string[];
    };

/** Fields of feedback that are plain texts. */
export const FEEDBACK_TEXTS = [
  'id',
  'project_id',
  'weave_ref',
  'feedback_type',
  'creator',
  'wb_user_id',
  'annotation_ref',
  'runnable_ref',
  'call_ref',
  'trigger_ref',
  'queue_id',
] as const;
export type FeedbackTextField = (typeof FEEDBACK_TEXTS)[number];
export type FeedbackColumn = FeedbackTextField | 'created_at' | 'payload' | 'extra';

/** What a condition or a sort of feedback looks at. */
export type FeedbackField =
  | { readonly kind: 'text'; readonly name: FeedbackTextField }
  | { readonly kind: 'time'; readonly name: 'created_at' }
  /** `extra` holds the `scorer_*` and `span_*` fields. */
  | { readonly kind: 'json'; readonly root: 'payload' | 'extra'; readonly path: readonly string[] };
