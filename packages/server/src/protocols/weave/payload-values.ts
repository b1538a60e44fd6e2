/** Values nested deeper are no numbers of interest to anyone. */
const MAX_DEPTH = 8;
/** Paths of one payload: what people write stays far below. */
const MAX_LEAVES = 200;

export type PayloadType = 'numeric' | 'boolean' | 'categorical';

interface Wanted {
  readonly aggregations?: readonly string[] | null | undefined;
  readonly percentiles?: readonly number[] | null | undefined;
}

/** Leaves of an object by dotted path; lists are passed over. */
export function leavesOfPayload(payload: unknown): readonly (readonly [string, unknown])[] {
  const leaves: (readonly [string, unknown])[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (leaves.length >= MAX_LEAVES) return;
    if (!isObject(value)) {
      if (path !== '' && !Array.isArray(value)) leaves.push([path, value]);
      return;
    }
    if (depth >= MAX_DEPTH) return;
    for (const [name, inner] of Object.entries(value)) {
      visit(inner, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  };
  visit(payload, '', 0);
  return leaves;
}

/** The value at a dotted path, undefined where there is none. */
export function valueAt(payload: unknown, path: string): unknown {
  let value = payload;
  for (const segment of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** What most of the values are; null where nothing but null was found. */
export function typeOfValues(values: readonly unknown[]): PayloadType | null {
  if (values.some((value) => typeof value === 'string')) return 'categorical';
  if (values.some((value) => typeof value === 'number')) return 'numeric';
  return values.some((value) => typeof value === 'boolean') ? 'boolean' : null;
}

/**
 * Aggregates as `avg`, `count_true`, `p95`; without numbers they are null, counts are 0. Booleans count
 * as 1 and 0. Percentiles lie between the nearest two values.
 */
export function measure(
  values: readonly unknown[],
  { aggregations, percentiles }: Wanted,
): Record<string, number | null> {
  const known = values.filter((value) => value !== undefined && value !== null);
  const numbers = known
    .flatMap((value) =>
      typeof value === 'number' ? [value] : typeof value === 'boolean' ? [Number(value)] : [],
    )
    .sort((a, b) => a - b);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const none = numbers.length === 0;
  const all: Record<string, number | null> = {
    sum: none ? null : sum,
    avg: none ? null : sum / numbers.length,
    min: numbers[0] ?? null,
    max: numbers.at(-1) ?? null,
    count: known.length,
    count_true: known.filter((value) => value === true).length,
    count_false: known.filter((value) => value === false).length,
  };
  const wanted = aggregations ?? ['avg', 'count'];
  return {
    ...Object.fromEntries(wanted.map((name) => [name, all[name] ?? null])),
    ...Object.fromEntries((percentiles ?? []).map((p) => [`p${p}`, percentile(numbers, p)])),
  };
}

function percentile(sorted: readonly number[], percent: number): number | null {
  const place = ((sorted.length - 1) * percent) / 100;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (place - Math.floor(place));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
