import type { RunFilter, RunOrder } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Project } from '../projects/index.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { RunId } from './lineage.ts';
import { createExtremeIndex, type ReadExtremes } from './search/extreme-index.ts';
import { createRunPaths } from './search/fields.ts';
import { createGroupRuns } from './search/groups.ts';
import { createRunSearch } from './search/listing.ts';
import {
  directionsOf,
  joinGroups,
  joinPaths,
  joinTexts,
  mergeOrdered,
  type OrderedRun,
} from './search/merge-lists.ts';
import { createResolver, placeOf, projectName } from './search/resolve.ts';
import { createRunRows } from './search/rows.ts';
import type { ListedProjects, RunListOptions, Runs } from './types.ts';

const MAX_PAGE = 1000;
const STANDARD_PAGE = 100;
const NEWEST_FIRST: RunOrder = {
  field: { kind: 'attribute', name: 'createdAt' },
  ascending: false,
};
const ALL: RunFilter = { kind: 'and', filters: [] };

/** Lists of runs, of one project or several: filtered, sorted, forwards and backwards. */
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

  /** All that was written before is seen. */
  async function refresh(projects: ListedProjects): Promise<void> {
    await each(projects, ({ id }) => search.refresh(id));
  }

  /** A part of the list of one project, with what it is in order by. */
  async function ordered(
    project: Project,
    filter: RunFilter,
    orders: readonly RunOrder[],
    page: { readonly skip: number; readonly limit: number },
  ): Promise<readonly OrderedRun[]> {
    const { id: projectId } = project;
    const [order = NEWEST_FIRST, second] = orders;
    if (second !== undefined) {
      await search.refresh(projectId);
      await search.refreshExtremes(projectId, orders);
      return table.ordered(projectId, filter, orders, page);
    }
    const positions = await search.positions({
      projectId,
      filter,
      order,
      direction: 'forward',
      from: null,
      limit: page.skip + page.limit,
    });
    const { kind } = placeOf(order.field);
    return positions.slice(page.skip).map(({ segment, value, id }) => ({
      id: id as RunId,
      keys:
        kind !== 'path'
          ? [kind === 'project' ? projectName(project) : value]
          : [
              segment,
              typeof value === 'number' ? value : null,
              typeof value === 'string' ? value : null,
            ],
    }));
  }

  /** The list over several projects is made of theirs, which all are in the same order. */
  const listIds: Runs['listIds'] = async (projects, { filter = ALL, orders = [], skip, limit }) => {
    const [only, ...others] = projects;
    if (only !== undefined && others.length === 0) {
      return (await ordered(only, filter, orders, { skip, limit })).map(({ id }) => id);
    }
    const page = { skip: 0, limit: skip + limit };
    const lists = await each(projects, (project) => ordered(project, filter, orders, page));
    const directions = directionsOf(orders.length === 0 ? [NEWEST_FIRST] : orders);
    return mergeOrdered(lists, directions, page.limit).slice(skip);
  };

  return {
    listIds,

    async listRows(projects, { columns = [], ...options }) {
      await refresh(projects);
      return table.rows(projects, await listIds(projects, options), columns);
    },

    async listBehind(projects, filter, after, limit) {
      await refresh(projects);
      const found = await each(projects, ({ id }) => table.idsBehind(id, filter, after, limit));
      const ids = found
        .flat()
        .sort((a, b) => a - b)
        .slice(0, limit);
      return table.rows(projects, ids, []);
    },

    async rowsOf(projects, ids, columns) {
      await refresh(projects);
      return table.rows(projects, ids, columns);
    },

    async listGroups(projects, { filter = ALL, by, columns = [] }) {
      await refresh(projects);
      return joinGroups(await each(projects, ({ id }) => groupRuns(id, filter, by, columns)));
    },

    async listPaths(projects, options) {
      await refresh(projects);
      return joinPaths(await each(projects, ({ id }) => paths.list(id, options)), options.limit);
    },

    async listTexts(projects, field, { search: wanted, limit }) {
      await refresh(projects);
      const place = placeOf(field);
      if (place.kind === 'project') {
        const names = projects.map(projectName);
        return joinTexts([names.filter((name) => name.includes(wanted))], limit);
      }
      if (place.kind !== 'path') return [];
      const lists = await each(projects, async (project) => {
        const id = await createResolver(metadata, project.id).pathId(place.source, place.path);
        return id === null ? [] : paths.texts(id, wanted, limit);
      });
      return joinTexts(lists, limit);
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

    async count(projects, filter = ALL) {
      const counts = await each(projects, ({ id }) => search.count(id, filter));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    refreshIndex: (maxRuns) => search.index.refreshSome(maxRuns),
  };
}

/** Of all projects at once: there are few, and each waits for the store most of the time. */
const each = <T>(projects: ListedProjects, read: (project: Project) => Promise<T>): Promise<T[]> =>
  Promise.all(projects.map(read));

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
