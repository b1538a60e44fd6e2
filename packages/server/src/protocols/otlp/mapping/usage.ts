import type { CallKind, Meaning } from './convention.ts';
import type { Lookup } from './lookup.ts';

/** Of these the tokens are those of the requests below them: counted there, only told here. */
const REPEATING: ReadonlySet<CallKind | null> = new Set(['agent', 'chain', 'tool', 'prompt']);

const TOKENS: readonly (readonly [string, Meaning])[] = [
  ['input_tokens', 'inputTokens'],
  ['output_tokens', 'outputTokens'],
  ['total_tokens', 'totalTokens'],
  ['cache_read_input_tokens', 'cacheReadTokens'],
  ['cache_creation_input_tokens', 'cacheCreationTokens'],
  ['reasoning_tokens', 'reasoningTokens'],
];

const COSTS: readonly (readonly [string, Meaning])[] = [
  ['input', 'inputCost'],
  ['output', 'outputCost'],
  ['total', 'totalCost'],
];

/**
 * The summary of a call: tokens by model, each once however many names it came under, and what the
 * sender says that it cost in US dollars. Agents and chains repeat what the requests below them use,
 * so that their use stands apart (`reported_usage`) and is not counted twice.
 */
export function summarize(lookup: Lookup, model: string | null, kind: CallKind | null): object {
  const tokens = numbers(lookup, TOKENS, (value) => Number.isSafeInteger(value) && value >= 0);
  const cost = numbers(lookup, COSTS, (value) => value >= 0);
  if (tokens === null && cost === null) return {};
  const usage = tokens && new Map([[model ?? 'usage', { ...tokens, requests: 1 }]]);
  const isRepeated = REPEATING.has(kind);
  return {
    // From a map, since a model may be called `__proto__`.
    ...(usage && { [isRepeated ? 'reported_usage' : 'usage']: Object.fromEntries(usage) }),
    ...(cost && { reported_cost: cost }),
  };
}

function numbers(
  lookup: Lookup,
  names: readonly (readonly [string, Meaning])[],
  isValid: (value: number) => boolean,
): Record<string, number> | null {
  const found: [string, number][] = [];
  for (const [name, meaning] of names) {
    const value = lookup.number(meaning);
    if (value !== null && isValid(value)) found.push([name, value]);
  }
  return found.length === 0 ? null : Object.fromEntries(found);
}
