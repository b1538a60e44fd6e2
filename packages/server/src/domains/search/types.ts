import type { SearchHit, SearchKind } from '@runloom/model';
import type { Actor } from '../accounts/index.ts';

export interface SearchQuery {
  readonly text: string;
  /** All kinds when absent. */
  readonly kinds?: readonly SearchKind[];
  /** `entity` or `entity/project`. */
  readonly within?: string;
  /** Of each kind, at most 100. */
  readonly limit: number;
}

/** What was found of one kind, best first. */
export interface SearchGroup {
  readonly kind: SearchKind;
  readonly hits: readonly SearchHit[];
  readonly hasMore: boolean;
}

/** One box for everything that a person may see. */
export interface Search {
  /**
   * What the actor may see of what the text means, the group with the best match first. What was written
   * before the call is in the answer, unless very much was.
   * @throws RunloomError('invalid') for a text that is too long, 'not_found' where `within` names nothing the actor may see
   */
  find(
    actor: Actor,
    query: SearchQuery,
  ): Promise<{ readonly groups: readonly SearchGroup[]; readonly isBuilding: boolean }>;
  /**
   * Brings up to `most` things into the index that changed, and some of those that were there before it.
   * Returns how many there were.
   */
  refresh(most: number): Promise<number>;
}

/** What a room has to tell of a thing that can be found. */
export interface Draft {
  readonly kind: SearchKind;
  readonly projectId: number;
  readonly title: string;
  /** Further names it is found by as by its title. */
  readonly otherNames: readonly string[];
  /** What its address is made of and what is shown beside the title; strings by name. */
  readonly detail: Readonly<Record<string, string>>;
  /** Texts it is found by, too. */
  readonly body: string;
  readonly changedAt: number;
}

/** A table of things that can be found. */
export interface Source {
  /** As the queue names it. */
  readonly name: string;
  /** Those of these that are there, by key; what is missing is found no more. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, Draft>>;
  /** Keys behind this one, in the order in which the things were made. */
  keysAfter(key: string | null, limit: number): Promise<readonly string[]>;
}
