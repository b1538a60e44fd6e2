/** Which runs are shown before single ones are switched: the newest, all, or none. */
export type RunBase = 'newest' | 'all' | 'none';

/** The list of runs as the reader set it up. */
export interface RunsView {
  readonly search: string;
  /** The search is a regular expression. */
  readonly isExpression: boolean;
  readonly base: RunBase;
  /** Names of runs shown beyond the base. */
  readonly shown: readonly string[];
  /** Names of runs of the base that are hidden. */
  readonly hidden: readonly string[];
  /** Beside the charts, over them, or put away. */
  readonly layout: 'split' | 'wide' | 'closed';
}

export type RunsAction =
  | { readonly kind: 'runs/search'; readonly text: string }
  | { readonly kind: 'runs/expression'; readonly isOn: boolean }
  | { readonly kind: 'runs/show'; readonly base: RunBase }
  | { readonly kind: 'runs/show-only'; readonly run: string }
  /** @see VisibleRuns for whether a run is in the base */
  | { readonly kind: 'runs/toggle'; readonly run: string; readonly isInBase: boolean }
  | { readonly kind: 'runs/layout'; readonly layout: RunsView['layout'] };

export const INITIAL_RUNS_VIEW: RunsView = {
  search: '',
  isExpression: false,
  base: 'newest',
  shown: [],
  hidden: [],
  layout: 'split',
};

export function reduceRuns(view: RunsView, action: RunsAction): RunsView {
  switch (action.kind) {
    case 'runs/search':
      return { ...view, search: action.text };
    case 'runs/expression':
      return { ...view, isExpression: action.isOn };
    case 'runs/show':
      return { ...view, base: action.base, shown: [], hidden: [] };
    case 'runs/show-only':
      return { ...view, base: 'none', shown: [action.run], hidden: [] };
    case 'runs/toggle':
      return toggleRun(view, action.run, action.isInBase);
    case 'runs/layout':
      return { ...view, layout: action.layout };
  }
}

/** Whether a run's lines are drawn. @param isInBase whether it is without being switched by itself */
export function isRunShown(view: RunsView, run: string, isInBase: boolean): boolean {
  return view.shown.includes(run) || (isInBase && !view.hidden.includes(run));
}

function toggleRun(view: RunsView, run: string, isInBase: boolean): RunsView {
  const shown = view.shown.filter((other) => other !== run);
  const hidden = view.hidden.filter((other) => other !== run);
  if (isRunShown(view, run, isInBase)) {
    return { ...view, shown, hidden: isInBase ? [...hidden, run] : hidden };
  }
  return { ...view, hidden, shown: isInBase ? shown : [...shown, run] };
}
