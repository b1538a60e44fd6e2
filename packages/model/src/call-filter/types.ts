import type { Joined } from '../filter-text/condition-reader.ts';

/** A field of calls as people write it, e.g. `latency`, `inputs.model`. */
export interface CallField {
  readonly name: string;
  /** As the query language of Weave calls it, e.g. `summary.weave.latency_ms`. */
  readonly path: string;
  readonly kind: CallFieldKind;
}

/**
 * `text`, `time` (milliseconds since 1970), `duration` (milliseconds), `number`, or `value`: any JSON.
 * `op` and `user` are texts that stand for something else in what is stored.
 */
export type CallFieldKind = 'text' | 'time' | 'duration' | 'number' | 'value' | 'op' | 'user';

export type CallFilterValue = string | number | boolean;

/** Which calls are meant. */
export type CallCondition =
  | Joined<CallCondition>
  | {
      readonly kind: 'compare';
      readonly field: CallField;
      readonly comparison: 'gt' | 'gte' | 'lt' | 'lte';
      readonly value: CallFilterValue;
    }
  | {
      readonly kind: 'in';
      readonly field: CallField;
      readonly values: readonly CallFilterValue[];
    }
  /** In any case. */
  | { readonly kind: 'contains'; readonly field: CallField; readonly text: string }
  /** Not longer ago than that. */
  | { readonly kind: 'within'; readonly field: CallField; readonly seconds: number }
  | { readonly kind: 'exists'; readonly field: CallField };
