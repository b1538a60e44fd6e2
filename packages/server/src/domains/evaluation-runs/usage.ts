import { memberText } from '@runloom/model';
import type { JsonText } from '../calls/index.ts';
import type { UsageByModel } from '../playground/index.ts';

export function usageOf(summary: JsonText): UsageByModel {
  const text = memberText(summary, 'usage');
  return text === null ? {} : (JSON.parse(text) as UsageByModel);
}

/** Calls below and with it that went well, and that did not. */
export function countsOf(summary: JsonText): { readonly success: number; readonly error: number } {
  const text = memberText(summary, 'status_counts');
  const told = text === null ? {} : (JSON.parse(text) as { success?: number; error?: number });
  return { success: told.success ?? 0, error: told.error ?? 0 };
}

/** Both together. */
export function addUsage(left: UsageByModel, right: UsageByModel): UsageByModel {
  const sum: Record<string, Record<string, number>> = { ...left };
  for (const [model, counts] of Object.entries(right)) {
    const total = { ...sum[model] };
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
    sum[model] = total;
  }
  return sum;
}
