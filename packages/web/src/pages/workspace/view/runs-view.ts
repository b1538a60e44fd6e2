import type { ColourSpec, ColumnSpec, RunBase, RunsPart, SortSpec } from '@runloom/model';

/** Fields that runs are sorted or grouped by at most, as views allow. */
const MOST_FIELDS = 8;

export type RunsAction =
  | { readonly kind: 'runs/search'; readonly text: string }
  | { readonly kind: 'runs/expression'; readonly isOn: boolean }
  | { readonly kind: 'runs/filter'; readonly text: string }
  | { readonly kind: 'runs/sort'; readonly sort: readonly SortSpec[] }
  | { readonly kind: 'runs/group'; readonly by: readonly string[] }
  | { readonly kind: 'runs/columns'; readonly columns: readonly ColumnSpec[] | null }
  | { readonly kind: 'runs/width'; readonly columns: readonly ColumnSpec[] }
  | { readonly kind: 'runs/show'; readonly base: RunBase }
  | { readonly kind: 'runs/first'; readonly count: number }
  | { readonly kind: 'runs/show-only'; readonly run: string }
  /** `isShown` is what it becomes; `isInBase` whether it is so without being switched by itself. */
  | {
      readonly kind: 'runs/toggle';
      readonly names: readonly string[];
      readonly isShown: boolean;
    }
  | { readonly kind: 'runs/colour'; readonly of: string; readonly colour: string | null }
  | { readonly kind: 'runs/colours'; readonly change: Partial<ColourSpec> }
  | { readonly kind: 'runs/baseline'; readonly run: string | null }
  | { readonly kind: 'runs/pin'; readonly run: string; readonly isPinned: boolean }
  | { readonly kind: 'runs/also-from'; readonly projects: RunsPart['alsoFrom'] }
  | { readonly kind: 'runs/layout'; readonly layout: RunsPart['layout'] };

export const MOST_PINNED = 20;

export function reduceRuns(runs: RunsPart, action: RunsAction): RunsPart {
  switch (action.kind) {
    case 'runs/search':
      return { ...runs, search: action.text };
    case 'runs/expression':
      return { ...runs, isExpression: action.isOn };
    case 'runs/filter':
      return { ...runs, filter: action.text };
    case 'runs/sort':
      return { ...runs, sort: action.sort.slice(0, MOST_FIELDS) };
    case 'runs/group':
      return { ...runs, groupBy: action.by.slice(0, MOST_FIELDS) };
    case 'runs/columns':
    case 'runs/width':
      return { ...runs, columns: action.columns === null ? null : [...action.columns] };
    case 'runs/show':
      return { ...runs, base: action.base, shown: [], hidden: [] };
    case 'runs/first':
      return { ...runs, base: 'first', firstCount: action.count, shown: [], hidden: [] };
    case 'runs/show-only':
      return { ...runs, base: 'none', shown: [action.run], hidden: [] };
    case 'runs/toggle':
      return toggle(runs, action.names, action.isShown);
    case 'runs/colour': {
      const others = runs.colours.chosen.filter(([name]) => name !== action.of);
      const chosen: ColourSpec['chosen'] =
        action.colour === null ? others : [...others, [action.of, action.colour]];
      return { ...runs, colours: { ...runs.colours, chosen } };
    }
    case 'runs/colours':
      return { ...runs, colours: { ...runs.colours, ...action.change } };
    case 'runs/baseline':
      return { ...runs, baseline: action.run };
    case 'runs/pin': {
      const others = runs.pinned.filter((name) => name !== action.run);
      return {
        ...runs,
        pinned: action.isPinned ? [...others, action.run].slice(-MOST_PINNED) : others,
      };
    }
    case 'runs/also-from':
      return { ...runs, alsoFrom: [...action.projects] };
    case 'runs/layout':
      return { ...runs, layout: action.layout };
  }
}

/** Whether a run's lines are drawn. @param isInBase whether they are without being switched by itself */
export function isRunShown(
  { shown, hidden }: Pick<RunsPart, 'shown' | 'hidden'>,
  name: string,
  isInBase: boolean,
): boolean {
  return shown.includes(name) || (isInBase && !hidden.includes(name));
}

/** Kind of an action that comes many times in a row and is undone as one. */
export function streamOfRunsAction({ kind }: RunsAction): string | null {
  return kind === 'runs/search' || kind === 'runs/width' || kind === 'runs/colour' ? kind : null;
}

/** Both lists are told, since whether a run is in the base changes with the order of the list. */
function toggle(runs: RunsPart, names: readonly string[], isShown: boolean): RunsPart {
  const asked = new Set(names);
  const shown = runs.shown.filter((name) => !asked.has(name));
  const hidden = runs.hidden.filter((name) => !asked.has(name));
  return isShown
    ? { ...runs, hidden, shown: [...shown, ...names] }
    : { ...runs, shown, hidden: [...hidden, ...names] };
}
