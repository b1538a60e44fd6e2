import { MAX_SEARCH_TEXT, SearchAnswer, SearchKind } from '@runloom/model';
import { z } from 'zod';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const SearchQuery = z.object({
  q: z.string().max(MAX_SEARCH_TEXT, `A search takes at most ${MAX_SEARCH_TEXT} characters`),
  /** Separated by commas. */
  kinds: z
    .string()
    .max(500)
    .transform((text) => text.split(',').filter((kind) => kind !== ''))
    .pipe(z.array(SearchKind))
    .optional(),
  in: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(10),
});

/** One box for everything that somebody may see. */
export function searchRoutes(deps: Pick<ApiDeps, 'search'>): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/search',
      summary: 'What the text means, of all that the caller may see: best matches first, by kind',
      policy: 'checked-by-domain',
      query: SearchQuery,
      answer: { json: SearchAnswer },
      async handle({ actor, query }) {
        const { groups, isBuilding } = await deps.search.find(actor, {
          text: query.q,
          limit: query.limit,
          ...(query.kinds === undefined ? {} : { kinds: query.kinds }),
          ...(query.in === undefined ? {} : { within: query.in }),
        });
        return { groups: groups.map((group) => ({ ...group, hits: [...group.hits] })), isBuilding };
      },
    }),
  ];
}
