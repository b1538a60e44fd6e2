import { RunloomError } from '../../../platform/errors.ts';

/** Attribute values may lie in each other this deep; below it is no data but an attack on the stack. */
export const MAX_VALUE_DEPTH = 64;

/** Values, events and links of a request: far more than 64 MiB of real ones have. */
const MAX_ITEMS = 4_000_000;

/** A span weighs as much as so many values. */
const SPAN_WEIGHT = 8;

/** Reasons that are worked out; of the rest only the number counts. */
const MAX_REASONS = 20;

/** Counts what a request makes us hold, since an empty item of two bytes weighs fifty times as much here. */
export interface Budget {
  /** @throws RunloomError('too_large') past the limit */
  spend(): void;
  /** The same for a span. */
  spendSpan(): void;
}

export function createBudget(limit = MAX_ITEMS): Budget {
  let left = limit;
  const spend = (weight: number): void => {
    left -= weight;
    if (left >= 0) return;
    throw new RunloomError(
      'too_large',
      `A request may hold ${limit / SPAN_WEIGHT} spans, or ${limit} attributes, events and links. Send smaller batches.`,
    );
  };
  return { spend: () => spend(1), spendSpan: () => spend(SPAN_WEIGHT) };
}

/** Why spans were rejected, in the words of the answer: each reason once, with how often. */
export function summarizeReasons(rejected: readonly { readonly reason: string }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts]
    .slice(0, MAX_REASONS)
    .map(([reason, count]) => (count === 1 ? reason : `${reason} (${count} spans)`));
  if (counts.size > MAX_REASONS) texts.push(`and ${counts.size - MAX_REASONS} more reasons`);
  return texts.join('; ');
}
