import type { Sort } from '../../../components/data-table.tsx';
import { formatSort, parseSort } from '../../../components/sort-text.ts';
import { joinTexts, splitTexts } from '../../../panels/view/list-text.ts';

const VIEWS = ['summary', 'examples', 'properties'] as const;
export type CompareView = (typeof VIEWS)[number];

/** Which examples are listed, by what differs from the baseline. */
export const SHOWN = [
  'all',
  'different',
  'regressions',
  'improvements',
  'missing',
  'failed',
] as const;
export type Shown = (typeof SHOWN)[number];

/** Everything that can be set up of a comparison; all of it stands in the address. */
export interface CompareState {
  /** Evaluations from left to right; the first is what the others are compared with. */
  readonly ids: readonly string[];
  readonly view: CompareView;
  /** Scores as columns, by their keys; null: as many as the page chooses. */
  readonly metrics: readonly string[] | null;
  /** Metrics of which the other way is better than the page would say. */
  readonly turned: readonly string[];
  /** The score by which examples regress or improve; empty: the first. */
  readonly judged: string;
  readonly shown: Shown;
  readonly filter: string;
  /** How the examples stand: by a column, or, with null, as the dataset has them. */
  readonly sort: Sort | null;
  /** The example that is open, by its digest. */
  readonly example: string;
  /** Of the properties, all and not only what differs. */
  readonly hasAllProperties: boolean;
}

type Texts = Readonly<Record<string, string | undefined>>;

/** Reads the members of an address; what can't be read is as in an untouched page. */
export function readCompareState(search: Texts): CompareState {
  const { sort, metrics } = search;
  return {
    ids: [...new Set(readIds(search))],
    view: VIEWS.find((one) => one === search['view']) ?? 'summary',
    metrics: metrics === undefined ? null : splitTexts(metrics),
    turned: splitTexts(search['turned'] ?? ''),
    judged: search['by'] ?? '',
    shown: SHOWN.find((one) => one === search['show']) ?? 'all',
    filter: search['filter'] ?? '',
    sort: sort ? parseSort(sort) : null,
    example: search['example'] ?? '',
    hasAllProperties: search['properties'] === 'all',
  };
}

/** The members of an address that say it; what is as in an untouched page is left out. */
export function writeCompareState(state: CompareState): Record<string, string> {
  const members = {
    ids: joinTexts(state.ids),
    view: state.view === 'summary' ? '' : state.view,
    metrics: state.metrics === null ? '' : joinTexts(state.metrics),
    turned: joinTexts(state.turned),
    by: state.judged,
    show: state.shown === 'all' ? '' : state.shown,
    filter: state.filter,
    sort: state.sort === null ? '' : formatSort(state.sort),
    example: state.example,
    properties: state.hasAllProperties ? 'all' : '',
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));
}

/** Also as links of Weave name them: a list in JSON. */
function readIds(search: Texts): readonly string[] {
  if (search['ids'] !== undefined) return splitTexts(search['ids']);
  try {
    const listed: unknown = JSON.parse(search['evaluationCallIds'] ?? '[]');
    return Array.isArray(listed) ? listed.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
