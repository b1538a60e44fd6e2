import type { SearchHit } from '@runloom/model';
import type { Calls } from '../calls/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import { pathOf } from './addresses.ts';
import { compareMatches, matchOf, rangesIn } from './ranking.ts';
import { foldName } from './text.ts';
import { type Asked, wordsOf } from './tokens.ts';

/** So many projects are named to the store of calls; of more, those that were made last. */
const MOST_PROJECTS = 5_000;
/** A letter is in nearly all names. */
const SHORTEST = 2;

/** Single calls by name or id: they stand in a store of their own, which is asked for the newest. */
export function createCallFinder(calls: Pick<Calls, 'findNamed'>) {
  return async function findCalls(
    { text, asked, most }: { readonly text: string; readonly asked: Asked; readonly most: number },
    projects: readonly number[] | null,
    readableOf: (ids: readonly number[]) => Promise<ReadonlyMap<number, Project>>,
  ): Promise<{ readonly hits: readonly SearchHit[]; readonly hasMore: boolean }> {
    if ([...asked.folded].length < SHORTEST) return { hits: [], hasMore: false };
    const { calls: found, isCutShort } = await calls.findNamed({
      text: text.trim(),
      projects: projects === null ? null : (projects.slice(-MOST_PROJECTS) as ProjectId[]),
      limit: most,
    });
    const readable = await readableOf(found.map(({ project }) => project));
    const hits = found.flatMap(({ project: id, call }, index) => {
      const project = readable.get(id);
      if (project === undefined) return [];
      const names = [call.traceName, call.id, call.traceId].map(foldName);
      const words = wordsOf(names[0] ?? '');
      const match =
        matchOf(
          {
            names: names.map((name) => `\n${name}`).join(''),
            words: words.map((word) => ` ${word}`).join(''),
          },
          asked,
        ) ?? 'part';
      const hit: SearchHit = {
        kind: 'call',
        title: call.traceName,
        titleRanges: rangesIn(call.traceName, asked),
        detail: call.id,
        place: `${project.entityName}/${project.name}`,
        path: pathOf(
          'call',
          { entity: project.entityName, project: project.name },
          { id: call.id },
          '',
        ),
        match,
        excerpt: null,
        changedAt: Math.floor(call.startedAt / 1_000),
      };
      return [{ hit, match, order: -index }];
    });
    return { hits: hits.sort(compareMatches).map(({ hit }) => hit), hasMore: isCutShort };
  };
}
