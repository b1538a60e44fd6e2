import type { ModelUsage } from './types.ts';

/** What lists and sums need of a summary, read once as it is written. */
interface ToldUsage {
  readonly errorCount: number;
  /** `[[model, prompt, completion, cacheRead, cacheCreation, requests, total], …]`; '' without any. */
  readonly usage: string;
  /** Of all models together; null where none is told of. */
  readonly totalTokens: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

const NO_USAGE = { usage: '', totalTokens: null, inputTokens: null, outputTokens: null } as const;
const NOTHING: ToldUsage = { errorCount: 0, ...NO_USAGE };

/**
 * Clients name tokens in two ways, and both count (`prompt_tokens` and `input_tokens`,
 * `completion_tokens` and `output_tokens`). A total that is not given is the sum of both.
 */
export function readUsage(summary: string): ToldUsage {
  if (!summary.includes('"usage"') && !summary.includes('"status_counts"')) return NOTHING;
  let told: unknown;
  try {
    told = JSON.parse(summary);
  } catch {
    return NOTHING;
  }
  const rows = Object.entries(asObject(asObject(told)['usage'])).map(([model, counts]) => {
    const of = (name: string): number => toCount(asObject(counts)[name]);
    const prompt = of('prompt_tokens') + of('input_tokens');
    const completion = of('completion_tokens') + of('output_tokens');
    return [
      model,
      prompt,
      completion,
      of('cache_read_input_tokens'),
      of('cache_creation_input_tokens'),
      of('requests'),
      of('total_tokens') || prompt + completion,
    ];
  });
  const errorCount = toCount(asObject(asObject(told)['status_counts'])['error']);
  if (rows.length === 0) return { errorCount, ...NO_USAGE };
  const sum = (place: number): number =>
    toCount(rows.reduce((all, row) => all + Number(row[place]), 0));
  return {
    errorCount,
    usage: JSON.stringify(rows).toWellFormed(),
    totalTokens: sum(6),
    inputTokens: sum(1),
    outputTokens: sum(2),
  };
}

/** Reads what `readUsage` wrote. */
export function parseUsage(usage: string): readonly ModelUsage[] {
  if (usage === '') return [];
  const rows = JSON.parse(usage) as [string, ...number[]][];
  return rows.map(([model, prompt, completion, cacheRead, cacheCreation, requests, total]) => ({
    model,
    promptTokens: prompt ?? 0,
    completionTokens: completion ?? 0,
    cacheReadTokens: cacheRead ?? 0,
    cacheCreationTokens: cacheCreation ?? 0,
    requests: requests ?? 0,
    totalTokens: total ?? 0,
  }));
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

/** Past 2^53 a count is a mistake, and would be no whole number any more. */
function toCount(value: unknown): number {
  const count = typeof value === 'number' ? Math.trunc(value) : 0;
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}
