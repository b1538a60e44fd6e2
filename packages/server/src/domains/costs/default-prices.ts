import type { ModelPrice } from './types.ts';

/**
 * List prices of well-known models as their makers published them, US dollars a million tokens:
 * `[model, prompt, completion, cache read, cache write]`. Compared on 2026-11-26 with the price list of
 * LiteLLM (its release 1.110.2; for models that it no longer lists, 1.74.0): all agree but for cached
 * tokens of Gemini 1.5 and 2.0, which that list does not give. The makers change their prices, so a
 * project can set its own, with dates. A model that is missing here has no cost rather than a guessed one.
 */
const PRICES: Readonly<Record<string, readonly Row[]>> = {
  openai: [
    ['gpt-4o', 2.5, 10, 1.25, 2.5],
    ['gpt-4o-2024-11-20', 2.5, 10, 1.25, 2.5],
    ['gpt-4o-2024-08-06', 2.5, 10, 1.25, 2.5],
    ['gpt-4o-2024-05-13', 5, 15, 5, 5],
    ['gpt-4o-mini', 0.15, 0.6, 0.075, 0.15],
    ['gpt-4o-mini-2024-07-18', 0.15, 0.6, 0.075, 0.15],
    ['gpt-4.1', 2, 8, 0.5, 2],
    ['gpt-4.1-2025-04-14', 2, 8, 0.5, 2],
    ['gpt-4.1-mini', 0.4, 1.6, 0.1, 0.4],
    ['gpt-4.1-mini-2025-04-14', 0.4, 1.6, 0.1, 0.4],
    ['gpt-4.1-nano', 0.1, 0.4, 0.025, 0.1],
    ['gpt-4.1-nano-2025-04-14', 0.1, 0.4, 0.025, 0.1],
    ['gpt-5', 1.25, 10, 0.125, 1.25],
    ['gpt-5-2025-08-07', 1.25, 10, 0.125, 1.25],
    ['gpt-5-mini', 0.25, 2, 0.025, 0.25],
    ['gpt-5-mini-2025-08-07', 0.25, 2, 0.025, 0.25],
    ['gpt-5-nano', 0.05, 0.4, 0.005, 0.05],
    ['gpt-5-nano-2025-08-07', 0.05, 0.4, 0.005, 0.05],
    ['gpt-4-turbo', 10, 30, 10, 10],
    ['gpt-4-turbo-2024-04-09', 10, 30, 10, 10],
    ['gpt-4', 30, 60, 30, 30],
    ['gpt-4-0613', 30, 60, 30, 30],
    ['gpt-3.5-turbo', 0.5, 1.5, 0.5, 0.5],
    ['gpt-3.5-turbo-0125', 0.5, 1.5, 0.5, 0.5],
    ['o1', 15, 60, 7.5, 15],
    ['o1-2024-12-17', 15, 60, 7.5, 15],
    ['o1-mini', 1.1, 4.4, 0.55, 1.1],
    ['o3', 2, 8, 0.5, 2],
    ['o3-2025-04-16', 2, 8, 0.5, 2],
    ['o3-mini', 1.1, 4.4, 0.55, 1.1],
    ['o3-mini-2025-01-31', 1.1, 4.4, 0.55, 1.1],
    ['o4-mini', 1.1, 4.4, 0.275, 1.1],
    ['o4-mini-2025-04-16', 1.1, 4.4, 0.275, 1.1],
    ['text-embedding-3-small', 0.02, 0, 0.02, 0.02],
    ['text-embedding-3-large', 0.13, 0, 0.13, 0.13],
    ['text-embedding-ada-002', 0.1, 0, 0.1, 0.1],
  ],
  anthropic: [
    ['claude-opus-4-5', 5, 25, 0.5, 6.25],
    ['claude-opus-4-5-20251101', 5, 25, 0.5, 6.25],
    ['claude-opus-4-1', 15, 75, 1.5, 18.75],
    ['claude-opus-4-1-20250805', 15, 75, 1.5, 18.75],
    ['claude-opus-4-20250514', 15, 75, 1.5, 18.75],
    ['claude-sonnet-4-5', 3, 15, 0.3, 3.75],
    ['claude-sonnet-4-5-20250929', 3, 15, 0.3, 3.75],
    ['claude-sonnet-4-20250514', 3, 15, 0.3, 3.75],
    ['claude-haiku-4-5', 1, 5, 0.1, 1.25],
    ['claude-haiku-4-5-20251001', 1, 5, 0.1, 1.25],
    ['claude-3-7-sonnet-20250219', 3, 15, 0.3, 3.75],
    ['claude-3-5-sonnet-20241022', 3, 15, 0.3, 3.75],
    ['claude-3-5-sonnet-20240620', 3, 15, 0.3, 3.75],
    ['claude-3-5-haiku-20241022', 0.8, 4, 0.08, 1],
    ['claude-3-opus-20240229', 15, 75, 1.5, 18.75],
    ['claude-3-haiku-20240307', 0.25, 1.25, 0.03, 0.3],
  ],
  google: [
    ['gemini-2.5-pro', 1.25, 10, 0.125, 1.25],
    ['gemini-2.5-flash', 0.3, 2.5, 0.03, 0.3],
    ['gemini-2.5-flash-lite', 0.1, 0.4, 0.01, 0.1],
    ['gemini-2.0-flash', 0.1, 0.4, 0.025, 0.1],
    ['gemini-2.0-flash-lite', 0.075, 0.3, 0.075, 0.075],
    ['gemini-1.5-pro', 1.25, 5, 0.3125, 1.25],
    ['gemini-1.5-flash', 0.075, 0.3, 0.01875, 0.075],
  ],
  mistral: [
    ['mistral-large-latest', 0.5, 1.5, 0.05, 0.5],
    ['mistral-small-latest', 0.15, 0.6, 0.015, 0.15],
    ['codestral-latest', 0.3, 0.9, 0.03, 0.3],
  ],
  deepseek: [
    ['deepseek-chat', 0.28, 0.42, 0.028, 0.28],
    ['deepseek-reasoner', 0.28, 0.42, 0.028, 0.28],
  ],
};

type Row = readonly [
  model: string,
  prompt: number,
  completion: number,
  cacheRead: number,
  cacheWrite: number,
];

const WRITTEN_DOWN = Date.UTC(2026, 10, 26) * 1000;
/** They count for all calls, also those made before they were written down. */
const ALWAYS = 0;
const MILLION = 1_000_000;

/** The prices above as the rest of the program has them, a single token each. */
export const DEFAULT_PRICES: readonly ModelPrice[] = Object.entries(PRICES).flatMap(
  ([providerId, rows]) =>
    rows.map(([model, prompt, completion, cacheRead, cacheWrite]) => ({
      id: `default:${model}`,
      level: 'default' as const,
      providerId,
      model,
      effectiveAt: ALWAYS,
      promptCost: prompt / MILLION,
      completionCost: completion / MILLION,
      cacheReadCost: cacheRead / MILLION,
      cacheCreationCost: cacheWrite / MILLION,
      createdAt: WRITTEN_DOWN,
      createdBy: null,
    })),
);
