import { useCallback, useMemo, useReducer } from 'react';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import {
  createHistory,
  type HistoryAction,
  type HistoryRules,
  reduceHistory,
  type ViewHistory,
} from './view-history.ts';

export interface ViewControl<View, Action> {
  readonly view: View;
  readonly dispatch: (action: Action) => void;
  /** Puts another view in place, as one step. */
  readonly load: (view: View) => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** The view of a page in one reducer, with undo and redo by keyboard. `initial` counts once. */
export function useViewHistory<View, Action>(
  rules: HistoryRules<View, Action>,
  initial: View,
): ViewControl<View, Action> {
  const [history, step] = useReducer(
    (before: ViewHistory<View>, action: HistoryAction<View, Action>) =>
      reduceHistory(rules, before, action),
    initial,
    (view) => createHistory(view),
  );
  const dispatch = useCallback(
    (action: Action) => step({ kind: 'do', action, at: performance.now() }),
    [],
  );
  const load = useCallback((view: View) => step({ kind: 'load', view }), []);
  const undo = useCallback(() => step({ kind: 'undo' }), []);
  const redo = useCallback(() => step({ kind: 'redo' }), []);
  useShortcuts('View', [
    { keys: 'mod+z', label: 'Undo', run: undo },
    { keys: 'mod+shift+z', label: 'Redo', run: redo },
    { keys: 'mod+y', label: 'Redo', run: redo },
  ]);
  const { present } = history;
  const canUndo = history.past.length > 0;
  const canRedo = history.future.length > 0;
  return useMemo(
    () => ({ view: present, dispatch, load, canUndo, canRedo, undo, redo }),
    [present, dispatch, load, canUndo, canRedo, undo, redo],
  );
}
