/** Which way of a score is better. */
export type Direction = 'higher' | 'lower';

/** A score, or latency, tokens or cost, of every example in every evaluation. */
export interface ExampleColumn {
  readonly key: string;
  readonly kind: 'rate' | 'number';
  readonly direction: Direction;
  /** By evaluation: the mean over the trials of each example; NaN where there is none. */
  readonly values: readonly Float64Array[];
  /** By evaluation: how far the trials of an example lie apart; NaN for fewer than two. */
  readonly spreads?: readonly Float64Array[];
}

/** All examples of a comparison in columns, as lists in memory sort and filter them. */
export interface Examples {
  readonly digests: readonly string[];
  readonly evaluationCount: number;
  readonly scores: readonly ExampleColumn[];
  readonly latency: ExampleColumn;
  readonly tokens: ExampleColumn;
  readonly cost: ExampleColumn;
  /** How often each was tried, by evaluation; 0 where it is missing. */
  readonly trials: readonly Uint32Array[];
  /** Trials that failed, by evaluation. */
  readonly failures: readonly Uint32Array[];
  readonly inputs: JsonColumn;
  /** By evaluation. */
  readonly outputs: readonly JsonColumn[];
}

/** JSON by example, null where there is none. */
export interface JsonColumn {
  /** The beginning of the JSON where it is long. */
  readonly texts: readonly (string | null)[];
  /** Parsed once, when first asked for; a text that was cut stays text. */
  valueAt(row: number): unknown;
}

export function createJsonColumn(texts: readonly (string | null)[]): JsonColumn {
  const values = new Map<number, unknown>();
  return {
    texts,
    valueAt(row) {
      const known = values.get(row);
      if (known !== undefined) return known;
      const text = texts[row] ?? null;
      const value = text === null ? null : parsed(text);
      values.set(row, value);
      return value;
    },
  };
}

/** Parses what filters look at, by and by while the page has nothing else to do. @returns ends it */
export function parseWhenIdle({ digests, inputs, outputs }: Examples): () => void {
  const columns = [inputs, ...outputs];
  let next = 0;
  let waiting = 0;
  const parse = (idle: IdleDeadline): void => {
    while (next < digests.length && idle.timeRemaining() > 1) {
      for (const column of columns) column.valueAt(next);
      next += 1;
    }
    if (next < digests.length) waiting = requestIdleCallback(parse);
  };
  // Safari has no such callback: there the first filter parses.
  if (typeof requestIdleCallback === 'function') waiting = requestIdleCallback(parse);
  return () => {
    if (waiting !== 0) cancelIdleCallback(waiting);
  };
}

/** A value in one line, for a cell: texts without quotes, members with their names. */
export function cellText(column: JsonColumn, row: number): string | null {
  const text = column.texts[row] ?? null;
  if (text === null) return null;
  const value = column.valueAt(row);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return text;
  return Object.entries(value)
    .map(
      ([key, member]) => `${key}: ${typeof member === 'string' ? member : JSON.stringify(member)}`,
    )
    .join(' · ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A column by its key; scores are led by `score.`. */
export function columnOf(examples: Examples, key: string): ExampleColumn | null {
  if (key === 'latency' || key === 'tokens' || key === 'cost') return examples[key];
  return examples.scores.find((score) => `score.${score.key}` === key) ?? null;
}

/** How an example stands in an evaluation beside the baseline. */
export type Standing = 'better' | 'worse' | 'same' | 'missing';

/** Compares an example with the baseline's (evaluation 0) by one column. */
export function standingOf(column: ExampleColumn, row: number, evaluation: number): Standing {
  const own = column.values[evaluation]?.[row] ?? Number.NaN;
  const base = column.values[0]?.[row] ?? Number.NaN;
  if (Number.isNaN(own) || Number.isNaN(base)) return 'missing';
  if (own === base) return 'same';
  return own > base === (column.direction === 'higher') ? 'better' : 'worse';
}
