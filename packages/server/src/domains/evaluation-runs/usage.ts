import { memberText } from '@runloom/model';
import type { JsonText } from '../calls/index.ts';

/** Use of tokens by model, as summaries of calls tell it: counts by their names. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function usageOf(summary: JsonText): Usage {
  const text = memberText(summary, 'usage');
  return text === null ? {} : (JSON.parse(text) as Usage);
}

/** Calls below and with it that went well, and that did not. */
export function countsOf(summary: JsonText): { readonly success: number; readonly error: number } {
  const text = memberText(summary, 'status_counts');
  const told = text === null ? {} : (JSON.parse(text) as { success?: number; error?: number });
  return { success: told.success ?? 0, error: told.error ?? 0 };
}

/** Both together. */
export function addUsage(left: Usage, right: Usage): Usage {
  const sum: Record<string, Record<string, number>> = { ...left };
  for (const [model, counts] of Object.entries(right)) {
    const total = { ...sum[model] };
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
    sum[model] = total;
  }
  return sum;
}
