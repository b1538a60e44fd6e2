import type { ProjectId } from '../projects/index.ts';
import type { Microseconds } from './units.ts';

/** What is counted of the use of a model. */
export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheCreationTokens: number;
  readonly requests: number;
  readonly totalTokens: number;
}

/** US dollars; null without a price. */
export interface TokenCosts {
  readonly promptCost: number | null;
  readonly completionCost: number | null;
  readonly cacheReadCost: number | null;
  readonly cacheCreationCost: number | null;
}

/** Use of one model by a call and, with clients of Weave, by all below it. */
export interface ModelUsage extends TokenCounts {
  readonly model: string;
}

export interface CallCost extends TokenCounts, TokenCosts {
  /** The price it was counted with, in `costs`' words. */
  readonly price: ModelPrice;
}

/** What calls used of a model. */
export interface UsageTotal extends TokenCounts, TokenCosts {}

export interface CallUsage {
  /** Of each call with all below it, by model. */
  readonly byCall: ReadonlyMap<string, ReadonlyMap<string, UsageTotal>>;
  /** Asked for, and still running, they or a call below them: there may be more to come. */
  readonly unfinishedIds: readonly string[];
}

/** Prices of a model from a moment on, a single token each, in US dollars. */
export interface ModelPrice {
  readonly id: string;
  readonly level: 'default' | 'project';
  readonly providerId: string;
  readonly model: string;
  readonly effectiveAt: Microseconds;
  readonly promptCost: number;
  readonly completionCost: number;
  readonly cacheReadCost: number;
  readonly cacheCreationCost: number;
  readonly createdAt: Microseconds;
  readonly createdBy: string | null;
}

/**
 * All prices of these models, or of all that have any, that a project may be counted with: its own and
 * the default ones, with their dates. Which of them counts for a call is said here, by its start.
 */
export type ReadPrices = (
  project: ProjectId,
  models: readonly string[] | 'all',
) => Promise<readonly ModelPrice[]>;
