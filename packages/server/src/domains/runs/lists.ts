import type { RunFilter, RunOrder } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { createRunSearch } from './search/listing.ts';
import type { RunListOptions, Runs } from './types.ts';

const MAX_PAGE = 1000;
const STANDARD_PAGE = 100;
const NEWEST_FIRST: RunOrder = {
  field: { kind: 'attribute', name: 'createdAt' },
  ascending: false,
};
const ALL: RunFilter = { kind: 'and', filters: [] };

/** Pages of runs: filtered, sorted, forwards and backwards. */
export function createRunLists(
  metadata: MetadataStore,
): Pick<Runs, 'list' | 'count' | 'refreshIndex'> {
  const search = createRunSearch(metadata);
  return {
    async list(project, options) {
      const order = options.order ?? NEWEST_FIRST;
      const isBackward = options.last !== undefined;
      refuseBothWays(options);
      const cursor = isBackward ? options.before : options.after;
      const size = pageSize(isBackward ? options.last : options.first);
      const from = cursor ? decodeCursor(cursor, order) : null;
      const found = await search.list({
        projectId: project.id,
        filter: options.filter ?? ALL,
        order,
        direction: isBackward ? 'backward' : 'forward',
        from,
        // One more than the page tells whether there is another.
        limit: size + 1,
      });
      const isMore = found.length > size;
      const page = isBackward ? found.slice(-size) : found.slice(0, size);
      const cursors = page.map(({ position }) => encodeCursor(position));
      // Backwards, whatever lies behind the cursor is known to be there.
      const hasNext = isBackward ? from !== null : isMore;
      return {
        runs: page.map(({ run }) => run),
        cursors,
        nextCursor: hasNext ? (cursors.at(-1) ?? null) : null,
        hasPrevious: isBackward ? isMore : from !== null,
      };
    },

    count: (project, filter = ALL) => search.count(project.id, filter),
    refreshIndex: (maxRuns) => search.index.refreshSome(maxRuns),
  };
}

function pageSize(asked: number | undefined): number {
  return Math.min(Math.max(Math.trunc(asked ?? STANDARD_PAGE), 1), MAX_PAGE);
}

function refuseBothWays({ first, after, last, before }: RunListOptions): void {
  const forward = first !== undefined || Boolean(after);
  const backward = last !== undefined || Boolean(before);
  if (forward && backward) {
    throw invalid('A page is asked for by first and after, or by last and before, not by both.');
  }
  if (before && last === undefined) throw invalid('A page before a cursor needs its size, last.');
}
