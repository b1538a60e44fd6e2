/** A view with those before and after it. */
export interface ViewHistory<View> {
  readonly present: View;
  /** Oldest first. */
  readonly past: readonly View[];
  /** What was undone, the nearest first. */
  readonly future: readonly View[];
  /** The latest change: those of the same kind that follow at once are one change. */
  readonly latest: { readonly kind: string; readonly at: number } | null;
}

export interface HistoryRules<View, Action> {
  readonly reduce: (view: View, action: Action) => View;
  /** Kind of an action that comes many times in a row, such as typing; null for all others. */
  readonly streamOf: (action: Action) => string | null;
  /** Changes that undo passes over. */
  readonly isPassing: (action: Action) => boolean;
}

export type HistoryAction<View, Action> =
  | { readonly kind: 'do'; readonly action: Action; readonly at: number }
  /** The address says something else than before, e.g. after a click on a link. */
  | { readonly kind: 'load'; readonly view: View }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

const MOST_STEPS = 200;
/** Strokes of keys that are no further apart than this are undone together. */
const STREAM_MS = 1000;

export function createHistory<View>(present: View): ViewHistory<View> {
  return { present, past: [], future: [], latest: null };
}

export function reduceHistory<View, Action>(
  rules: HistoryRules<View, Action>,
  history: ViewHistory<View>,
  step: HistoryAction<View, Action>,
): ViewHistory<View> {
  const { present, past, future, latest } = history;
  switch (step.kind) {
    case 'do': {
      const next = rules.reduce(present, step.action);
      if (next === present) return history;
      if (rules.isPassing(step.action)) return { ...history, present: next };
      const stream = rules.streamOf(step.action);
      const goesOn = stream !== null && stream === latest?.kind && step.at - latest.at < STREAM_MS;
      return {
        present: next,
        past: goesOn ? past : [...past, present].slice(-MOST_STEPS),
        future: [],
        latest: stream === null ? null : { kind: stream, at: step.at },
      };
    }
    case 'load':
      return {
        present: step.view,
        past: [...past, present].slice(-MOST_STEPS),
        future: [],
        latest: null,
      };
    case 'undo': {
      const before = past.at(-1);
      if (before === undefined) return history;
      return {
        present: before,
        past: past.slice(0, -1),
        future: [present, ...future],
        latest: null,
      };
    }
    case 'redo': {
      const [after, ...later] = future;
      if (after === undefined) return history;
      return { present: after, past: [...past, present], future: later, latest: null };
    }
  }
}
