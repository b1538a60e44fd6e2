import { signInFirst } from '../../../domains/accounts/index.ts';
import { RunloomError } from '../../../platform/errors.ts';
import type { Connection } from './connection.ts';
import type { Resolver } from './context.ts';

/** What a field answers whose feature comes with a later release: that there is none. */
export const none: Resolver<unknown> = () => null;

/** The same for fields that are a list. */
export const emptyList: Resolver<unknown> = () => [];

/** The same for fields that are walked page by page. */
export const emptyConnection: Resolver<unknown> = (): Connection<never> => ({
  edges: [],
  pageInfo: { endCursor: null, hasNextPage: false },
  totalCount: 0,
});

/**
 * What a change answers whose feature comes with a later release. `features` is plural, as a sentence
 * begins. The client shows the words and does not try again.
 */
export function comesLater(features: string): Resolver<unknown> {
  return (_root, _args, { actor }) => {
    if (actor.kind === 'anonymous') throw signInFirst();
    throw new RunloomError('invalid', `${features} come with a later release of Runloom.`);
  };
}

/** The same answer for several changes, by their names. */
export function allComeLater<Name extends string>(
  features: string,
  names: readonly Name[],
): Readonly<Record<Name, Resolver<unknown>>> {
  const answer = comesLater(features);
  return Object.fromEntries(names.map((name) => [name, answer])) as Record<Name, Resolver<unknown>>;
}
