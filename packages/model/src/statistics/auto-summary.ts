type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Scores of many rows as the Python client of Weave sums them up (`auto_summarize`, weave 0.54): of yes
 * and no `true_count` and `true_fraction`, of numbers their `mean`, of objects each member by itself;
 * null of anything else. The first value that is there says what a column is. A row that is an empty
 * object has no score: it stays in the denominator of fractions, and out of means.
 */
export function autoSummarize(rows: readonly unknown[]): Fields | null {
  if (rows.length === 0) return {};
  const scored = rows.filter((row) => !isFields(row) || Object.keys(row).length > 0);
  return summarize(scored, rows.length - scored.length);
}

function summarize(rows: readonly unknown[], unscored: number): Fields | null {
  const values = rows.filter((value) => value !== null && value !== undefined);
  const [first] = values;
  if (typeof first === 'boolean') {
    const count = values.filter((value) => Boolean(value)).length;
    return { true_count: count, true_fraction: count / (values.length + unscored) };
  }
  if (typeof first === 'number') {
    const sum = values.reduce<number>((total, value) => total + Number(value), 0);
    return { mean: sum / values.length };
  }
  if (!isFields(first)) return null;
  const fields = values.filter(isFields);
  const keys = new Set(fields.flatMap((value) => Object.keys(value)));
  const entries = [...keys].flatMap((key) => {
    const summary = summarize(
      fields.map((value) => (Object.hasOwn(value, key) ? value[key] : null)),
      unscored,
    );
    return summary === null ? [] : [[key, summary] as const];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
