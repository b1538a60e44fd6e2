/** A field of calls as people write it, e.g. `latency`, `inputs.model`. */
export interface CallFilterField {
  readonly name: string;
  /** As the query language of Weave calls it, e.g. `summary.weave.latency_ms`. */
  readonly path: string;
  readonly kind: CallFilterKind;
}

/**
 * `text`, `time` (milliseconds since 1970), `duration` (milliseconds), `number`, or `value`: any JSON.
 * `op` and `user` are texts that stand for something else in what is stored.
 */
export type CallFilterKind = 'text' | 'time' | 'duration' | 'number' | 'value' | 'op' | 'user';

/** Whose fields a filter names. */
export interface FilterFields {
  /** The field that a name or a path stands for; null when there is none. */
  read(name: string): CallFilterField | null;
  /** What there is, for one who named something else: `There are name, status and …`. */
  readonly hint: string;
}

export type CallFilterValue = string | number | boolean;

/** Which calls are meant. */
export type CallCondition =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly CallCondition[] }
  | { readonly kind: 'not'; readonly filter: CallCondition }
  | {
      readonly kind: 'compare';
      readonly field: CallFilterField;
      readonly comparison: 'gt' | 'gte' | 'lt' | 'lte';
      readonly value: CallFilterValue;
    }
  | {
      readonly kind: 'in';
      readonly field: CallFilterField;
      readonly values: readonly CallFilterValue[];
    }
  /** In any case. */
  | { readonly kind: 'contains'; readonly field: CallFilterField; readonly text: string }
  /** Not longer ago than that. */
  | { readonly kind: 'within'; readonly field: CallFilterField; readonly seconds: number }
  | { readonly kind: 'exists'; readonly field: CallFilterField };
