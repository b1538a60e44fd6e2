import type { ProjectView } from '@runloom/model';
import type { Sort } from './data-table.tsx';
import { formatSort, parseSort } from './sort-text.ts';

const COLUMNS = ['name', 'runs', 'running', 'activity'] as const;
type ProjectColumn = (typeof COLUMNS)[number];

/** What was active last comes first. */
export const DEFAULT_PROJECT_SORT: Sort = { column: 'activity', direction: 'descending' };

/** Reads `name`, or `-name` for descending; anything else is the default. */
export function parseProjectSort(text: string | undefined): Sort {
  const sort = parseSort(text ?? '');
  return COLUMNS.some((known) => known === sort.column) ? sort : DEFAULT_PROJECT_SORT;
}

/** The same for the address; undefined for the default. */
export function projectSortText(sort: Sort): string | undefined {
  const text = formatSort(sort);
  return text === formatSort(DEFAULT_PROJECT_SORT) ? undefined : text;
}

/** The sort after a click on a column's head: numbers and times start with the largest. */
export function nextSort(sort: Sort, column: string): Sort {
  if (sort.column !== column) {
    return { column, direction: column === 'name' ? 'ascending' : 'descending' };
  }
  return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** Projects whose name, owner or description holds the search, in the order of the sort. */
export function selectProjects(
  projects: readonly ProjectView[],
  search: string,
  sort: Sort,
): readonly ProjectView[] {
  const wanted = search.trim().toLowerCase();
  const found = projects.filter(
    ({ name, entity, description }) =>
      wanted === '' || `${entity}/${name}\n${description}`.toLowerCase().includes(wanted),
  );
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const compare = COMPARE[COLUMNS.find((column) => column === sort.column) ?? 'activity'];
  return found.sort((a, b) => sign * compare(a, b) || COMPARE.name(a, b));
}

const COMPARE: Readonly<Record<ProjectColumn, (a: ProjectView, b: ProjectView) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name) || a.entity.localeCompare(b.entity),
  runs: (a, b) => a.runCount - b.runCount,
  running: (a, b) => a.runningCount - b.runningCount,
  activity: (a, b) => a.lastActivityAt - b.lastActivityAt,
};
