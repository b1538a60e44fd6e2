import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import {
  createHistory,
  type HistoryAction,
  type HistoryRules,
  reduceHistory,
  type ViewHistory,
} from './view-history.ts';

/** Members of the address; a missing one is an empty text. */
export type AddressParameters = Readonly<Record<string, string | undefined>>;

/** How a view changes and how an address tells of it. Made once, outside components. */
export interface ViewRules<View, Action> extends HistoryRules<View, Action> {
  /** Members of the address that are the view's. */
  readonly parameters: readonly string[];
  readonly encode: (view: View) => AddressParameters;
  readonly decode: (parameters: AddressParameters) => View;
}

export interface ViewControl<View, Action> {
  readonly view: View;
  readonly dispatch: (action: Action) => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Browsers refuse to change the address more often than some 100 times in half a minute. */
const WRITE_MS = 350;

/** The view of a page: in one reducer, kept in the address bar, with undo and redo by keyboard. */
export function useView<View, Action>(rules: ViewRules<View, Action>): ViewControl<View, Action> {
  const search: AddressParameters = useSearch({ strict: false });
  const navigate = useNavigate();
  const [history, step] = useReducer(
    (before: ViewHistory<View>, action: HistoryAction<View, Action>) =>
      reduceHistory(rules, before, action),
    null,
    () => createHistory(rules.decode(search)),
  );
  const { present } = history;
  const address = textOf(rules, search);
  /** The address as it was when view and address last agreed. */
  const agreed = useRef(address);

  useEffect(() => {
    if (address === agreed.current) return;
    agreed.current = address;
    step({ kind: 'load', view: rules.decode(Object.fromEntries(JSON.parse(address))) });
  }, [rules, address]);

  useEffect(() => {
    const parameters = rules.encode(present);
    const text = textOf(rules, parameters);
    if (text === agreed.current) return undefined;
    const timer = setTimeout(() => {
      agreed.current = text;
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...parameters }),
        replace: true,
        resetScroll: false,
      });
    }, WRITE_MS);
    return () => clearTimeout(timer);
  }, [rules, present, navigate]);

  const dispatch = useCallback(
    (action: Action) => step({ kind: 'do', action, at: performance.now() }),
    [],
  );
  const undo = useCallback(() => step({ kind: 'undo' }), []);
  const redo = useCallback(() => step({ kind: 'redo' }), []);
  useShortcuts('View', [
    { keys: 'mod+z', label: 'Undo', run: undo },
    { keys: 'mod+shift+z', label: 'Redo', run: redo },
    { keys: 'mod+y', label: 'Redo', run: redo },
  ]);
  const canUndo = history.past.length > 0;
  const canRedo = history.future.length > 0;
  return useMemo(
    () => ({ view: present, dispatch, canUndo, canRedo, undo, redo }),
    [present, dispatch, canUndo, canRedo, undo, redo],
  );
}

/** The view's members of an address, as a text to compare. */
function textOf<View, Action>(
  { parameters }: ViewRules<View, Action>,
  search: AddressParameters,
): string {
  return JSON.stringify(
    parameters.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
