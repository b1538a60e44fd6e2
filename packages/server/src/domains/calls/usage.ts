/** Use of one model by a call and, with clients of Weave, by all below it. */
export interface ModelUsage {
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
  readonly requests: number;
  readonly totalTokens: number;
}

/** What lists and sums need of a summary, read once as it is written. */
interface ToldUsage {
  readonly errorCount: number;
  /** `[[model, prompt, completion, cacheRead, cacheCreation, requests, total], …]`; '' without any. */
  readonly usage: string;
}

const NOTHING: ToldUsage = { errorCount: 0, usage: '' };

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
  return {
    errorCount: toCount(asObject(asObject(told)['status_counts'])['error']),
    usage: rows.length === 0 ? '' : JSON.stringify(rows).toWellFormed(),
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
