/** Attributes of a run that a filter or an order can name. */
export type RunAttribute = keyof typeof RUN_ATTRIBUTES;

/** What kind of value each attribute has. Times are milliseconds since the epoch, the duration is seconds. */
export const RUN_ATTRIBUTES = {
  name: 'text',
  displayName: 'text',
  state: 'text',
  group: 'text',
  jobType: 'text',
  sweep: 'text',
  user: 'text',
  host: 'text',
  commit: 'text',
  program: 'text',
  notes: 'text',
  description: 'text',
  /** `entity/project`: lists may be of several. */
  project: 'text',
  createdAt: 'time',
  heartbeatAt: 'time',
  updatedAt: 'time',
  duration: 'number',
  /** What the client told of the machine: see `runMachine`. Numbers that it did not tell are NaN. */
  os: 'text',
  python: 'text',
  gpu: 'text',
  gpuCount: 'number',
  cpuCount: 'number',
  cuda: 'text',
  /** Version of the client. */
  client: 'text',
  repository: 'text',
  /** All tags of the run as one text: see `tagSetText`. */
  tagSet: 'text',
} as const satisfies Record<string, 'text' | 'time' | 'number'>;

/** What a condition looks at. Paths are dotted; the client's wrapper `{value: …}` is no part of them. */
export type RunField =
  | { readonly kind: 'attribute'; readonly name: RunAttribute }
  | { readonly kind: 'tags' }
  | { readonly kind: 'config'; readonly path: string }
  | { readonly kind: 'summary'; readonly path: string };

/** A field that runs can be sorted by. */
export type RunSortField = Exclude<RunField, { kind: 'tags' }>;

/** Numbers compare with numbers as doubles, texts with texts by code point; true is 1 and false is 0. */
export type RunFilterValue = number | string;

export type RunComparison = 'gt' | 'gte' | 'lt' | 'lte';

/**
 * Which runs are meant. Independent of the text it was read from: Mongo's grammar
 * (`parseRunFilter`) and the filter builder both make this.
 *
 * A field that a run lacks is equal to nothing but null (`exists` is false), and is neither below nor
 * above anything. The same goes for a field that is null. Of tags, a condition holds when it holds
 * for any of them. A NaN, a list and an object exist, and are equal to nothing.
 */
export type RunFilter =
  /** All of them hold; true when there are none. */
  | { readonly kind: 'and'; readonly filters: readonly RunFilter[] }
  /** Any of them holds; false when there are none. */
  | { readonly kind: 'or'; readonly filters: readonly RunFilter[] }
  | { readonly kind: 'not'; readonly filter: RunFilter }
  /** Equal to one of the values. */
  | { readonly kind: 'in'; readonly field: RunField; readonly values: readonly RunFilterValue[] }
  | {
      readonly kind: 'compare';
      readonly field: RunField;
      readonly comparison: RunComparison;
      readonly value: RunFilterValue;
    }
  /** A time at most so many seconds ago, whenever the filter is asked. */
  | { readonly kind: 'within'; readonly field: RunField; readonly seconds: number }
  /** Has the field, with `orNull` also when its value is null. */
  | { readonly kind: 'exists'; readonly field: RunField; readonly orNull: boolean }
  /** A text in which the pattern (RE2's grammar) is found anywhere. */
  | { readonly kind: 'matches'; readonly field: RunField; readonly pattern: string };

/** Runs that lack the field come last in both directions; ties are in the order of their making. */
export interface RunOrder {
  readonly field: RunSortField;
  /** Of a field of the summary: the least or greatest value that was logged, in place of the last. */
  readonly statistic?: 'min' | 'max';
  readonly ascending: boolean;
}

/** What is wrong with a filter or an order, in words for whoever wrote it. */
export class RunFilterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RunFilterError';
  }
}
