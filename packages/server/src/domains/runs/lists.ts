import type { RunFilter, RunOrder } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { RunId } from './lineage.ts';
import { createExtremeIndex, type ReadExtremes } from './search/extreme-index.ts';
import { createRunPaths } from './search/fields.ts';
import { createGroupRuns } from './search/groups.ts';
import { createRunSearch } from './search/listing.ts';
import { createResolver, placeOf } from './search/resolve.ts';
import { createRunRows } from './search/rows.ts';
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
  readExtremes: ReadExtremes,
  clock: () => number,
): Pick<
  Runs,
  | 'list'
  | 'count'
  | 'refreshIndex'
  | 'listRows'
  | 'rowsOf'
  | 'listBehind'
  | 'listIds'
  | 'listGroups'
  | 'listPaths'
  | 'listTexts'
> {
  const search = createRunSearch(metadata, createExtremeIndex(metadata, readExtremes, clock));
  const table = createRunRows(metadata);
  const groupRuns = createGroupRuns(metadata);
  const paths = createRunPaths(metadata);

  const listIds: Runs['listIds'] = async (project, { filter = ALL, orders = [], skip, limit }) => {
    const [order = NEWEST_FIRST, second] = orders;
    if (second !== undefined) {
      await search.refresh(project.id);
      await search.refreshExtremes(project.id, orders);
      return table.ids(project.id, filter, orders, { skip, limit });
    }
    const positions = await search.positions({
      projectId: project.id,
      filter,
      order,
      direction: 'forward',
      from: null,
      limit: skip + limit,
    });
    return positions.slice(skip).map(({ id }) => id as RunId);
  };

  return {
    listIds,

    async listRows(project, { columns = [], ...options }) {
      await search.refresh(project.id);
      return table.rows(project.id, await listIds(project, options), columns);
    },

    async listBehind(project, filter, after, limit) {
      await search.refresh(project.id);
      return table.rows(project.id, await table.idsBehind(project.id, filter, after, limit), []);
    },

    async rowsOf(project, ids, columns) {
      await search.refresh(project.id);
      return table.rows(project.id, ids, columns);
    },

    async listGroups(project, { filter = ALL, by, columns = [] }) {
      await search.refresh(project.id);
      return groupRuns(project.id, filter, by, columns);
    },

    listPaths: async (project, options) => {
      await search.refresh(project.id);
      return paths.list(project.id, options);
    },

    async listTexts(project, field, { search: wanted, limit }) {
      await search.refresh(project.id);
      const place = placeOf(field);
      if (place.kind !== 'path') return [];
      const id = await createResolver(metadata, project.id).pathId(place.source, place.path);
      return id === null ? [] : paths.texts(id, wanted, limit);
    },

    async list(project, options) {
      const order = options.order ?? NEWEST_FIRST;
      const isBackward = options.last !== undefined;
      refuseBothWays(options);
      const cursor = isBackward ? options.before : options.after;
      const size = pageSize(isBackward ? options.last : options.first);
      const from = cursor ? decodeCursor(cursor, order) : null;
      const { found, totalCount } = await search.list({
        projectId: project.id,
        filter: options.filter ?? ALL,
        order,
        direction: isBackward ? 'backward' : 'forward',
        from,
        // One more than the page tells whether there is another.
        limit: size + 1,
        isCounted: options.isCounted ?? false,
      });
      const isMore = found.length > size;
      const page = isBackward ? found.slice(-size) : found.slice(0, size);
      const cursors = page.map(({ position }) => encodeCursor(position));
      // Backwards, whatever lies behind the cursor is known to be there.
      const hasNext = isBackward ? from !== null : isMore;
      return {
        runs: page.map(({ run }) => run),
        cursors,
        totalCount,
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
