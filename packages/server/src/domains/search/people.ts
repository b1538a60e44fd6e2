import { pagePath, type SearchHit } from '@runloom/model';
import type { Accounts, Actor } from '../accounts/index.ts';
import { compareMatches, matchOf, rangesIn } from './ranking.ts';
import { foldName } from './text.ts';
import { type Asked, wordsOf } from './tokens.ts';

/** People and teams, which accounts knows by heart: whom the actor may find is said there. */
export function createPeopleFinder(accounts: Pick<Accounts, 'searchUsers' | 'listEntities'>) {
  const hitsOf = (
    kind: 'person' | 'team',
    candidates: readonly { readonly name: string; readonly otherName: string }[],
    asked: Asked,
  ): readonly SearchHit[] =>
    candidates
      .flatMap(({ name, otherName }, index) => {
        const names = [name, otherName].map(foldName);
        const words = wordsOf(names.join(' '));
        const match = matchOf(
          {
            names: names.map((one) => `\n${one}`).join(''),
            words: words.map((word) => ` ${word}`).join(''),
          },
          asked,
        );
        // Accounts also knows people by e-mail, which is not shown.
        const hit = {
          kind,
          title: name,
          titleRanges: rangesIn(name, asked),
          detail: otherName === name ? '' : otherName,
          place: '',
          path: pagePath(name),
          match: match ?? ('words' as const),
          excerpt: null,
          changedAt: null,
        };
        return match === null && kind === 'team' ? [] : [{ hit, match: hit.match, order: -index }];
      })
      .sort(compareMatches)
      .map(({ hit }) => hit);

  return {
    async people(actor: Actor, asked: Asked): Promise<readonly SearchHit[]> {
      const users = await accounts.searchUsers(actor, asked.folded);
      const people = users.filter(({ serviceOf }) => serviceOf === null);
      return hitsOf(
        'person',
        people.map(({ username, displayName }) => ({ name: username, otherName: displayName })),
        asked,
      );
    },
    async teams(actor: Actor, asked: Asked): Promise<readonly SearchHit[]> {
      const teams = (await accounts.listEntities(actor)).filter(
        ({ entity }) => entity.kind === 'team',
      );
      return hitsOf(
        'team',
        teams.map(({ entity }) => ({ name: entity.name, otherName: entity.name })),
        asked,
      );
    },
  };
}
