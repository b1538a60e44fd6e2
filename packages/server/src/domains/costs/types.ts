import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/**
 * Prices of a model from a moment on, a single token each, in US dollars. Times are microseconds since
 * 1970, as calls have them.
 */
export interface ModelPrice {
  readonly id: string;
  readonly level: 'default' | 'project';
  readonly providerId: string;
  readonly model: string;
  readonly effectiveAt: number;
  readonly promptCost: number;
  readonly completionCost: number;
  readonly cacheReadCost: number;
  readonly cacheCreationCost: number;
  readonly createdAt: number;
  readonly createdBy: string | null;
}

/** A price as a project says it. */
export interface NewPrice {
  readonly model: string;
  readonly providerId: string;
  readonly effectiveAt: number;
  readonly promptCost: number;
  readonly completionCost: number;
  readonly cacheReadCost: number;
  readonly cacheCreationCost: number;
}

/** What tokens cost: default prices that come with the program, and those that projects set. */
export interface Costs {
  /** Answers ids, in order. The caller has checked that the actor may write. @throws RunloomError('invalid') for a price that is none */
  create(
    actor: Actor,
    project: ProjectId,
    prices: readonly NewPrice[],
  ): Promise<readonly ModelPrice[]>;
  /** All of the project, oldest first, then the default ones. */
  list(project: ProjectId): Promise<readonly ModelPrice[]>;
  /** Those of the project and the default ones that may count for these models, with all their dates. */
  readPrices(project: ProjectId, models: readonly string[]): Promise<readonly ModelPrice[]>;
  /** Takes prices of the project away; ids of others are passed over. */
  remove(project: ProjectId, ids: readonly string[]): Promise<void>;
}
