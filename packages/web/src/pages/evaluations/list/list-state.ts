import type { EvaluationView } from '@runloom/model';
import type { Sort } from '../../../components/data-table.tsx';
import { formatSort, parseSort } from '../../../components/sort-text.ts';

const STATUSES = ['all', 'complete', 'running', 'partial', 'failed'] as const;
export type StatusChoice = (typeof STATUSES)[number];

/** What can be set up of the list; all of it stands in the address. */
export interface ListState {
  readonly text: string;
  readonly status: StatusChoice;
  /** A version (`weave:///…`) that all listed evaluations used; empty for any. */
  readonly uses: string;
  readonly sort: Sort;
}

type Texts = Readonly<Record<string, string | undefined>>;

const NEWEST: Sort = { column: 'started', direction: 'descending' };

export function readListState(search: Texts): ListState {
  const { sort } = search;
  return {
    text: search['q'] ?? '',
    status: STATUSES.find((one) => one === search['status']) ?? 'all',
    uses: search['uses'] ?? '',
    sort: sort ? parseSort(sort) : NEWEST,
  };
}

/** The members of an address that say it; what is as in an untouched list is left out. */
export function writeListState({ text, status, uses, sort }: ListState): Record<string, string> {
  const order = formatSort(sort);
  const members = {
    q: text,
    status: status === 'all' ? '' : status,
    uses,
    sort: order === formatSort(NEWEST) ? '' : order,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));
}

/** The most first, then the least. */
export function nextSort(sort: Sort, column: string): Sort {
  const isSame = sort.column === column && sort.direction === 'descending';
  return { column, direction: isSame ? 'ascending' : 'descending' };
}

const SCORE = 'score:';

/** The column of a score. */
export const scoreColumn = (key: string): string => SCORE + key;

/** Evaluations that the state means, in its order; those without a value come last. */
export function listEvaluations(
  all: readonly EvaluationView[],
  { text, status, uses, sort }: ListState,
): readonly EvaluationView[] {
  const wanted = text.trim().toLowerCase();
  const found = all.filter(
    (one) =>
      (status === 'all' || one.status === status) &&
      (uses === '' || subjectsOf(one).some(({ ref }) => ref === uses)) &&
      (wanted === '' || searched(one).includes(wanted)),
  );
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = found.map((one) => ({ one, key: keyOf(one, sort.column) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return a.key < b.key ? -sign : a.key > b.key ? sign : 0;
  });
  return keyed.map(({ one }) => one);
}

const subjectsOf = ({ evaluation, model, dataset, scorers }: EvaluationView) =>
  [evaluation, model, dataset, ...scorers].filter((one) => one !== null);

const searched = (one: EvaluationView): string =>
  [one.name, one.id, one.user ?? '', ...subjectsOf(one).map(({ name }) => name)]
    .join('\n')
    .toLowerCase();

function keyOf(one: EvaluationView, column: string): string | number | null {
  if (column.startsWith(SCORE)) {
    const key = column.slice(SCORE.length);
    return one.scores.find((score) => score.key === key)?.mean ?? null;
  }
  return (KEYS[column] ?? KEYS['started'])?.(one) ?? null;
}

const KEYS: Readonly<Record<string, (one: EvaluationView) => string | number | null>> = {
  name: ({ name }) => name.toLowerCase(),
  evaluation: ({ evaluation }) => evaluation?.name.toLowerCase() ?? null,
  model: ({ model }) => model?.name.toLowerCase() ?? null,
  dataset: ({ dataset }) => dataset?.name.toLowerCase() ?? null,
  status: ({ status }) => status,
  latency: ({ latency }) => latency?.mean ?? null,
  tokens: ({ tokens }) => tokens,
  cost: ({ cost }) => cost,
  started: ({ startedAt }) => startedAt,
  user: ({ user }) => user?.toLowerCase() ?? null,
};

/** Scores as columns: those that most evaluations have first. */
export function scoreKeys(all: readonly EvaluationView[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { scores } of all) {
    for (const { key } of scores) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([key]) => key);
}
