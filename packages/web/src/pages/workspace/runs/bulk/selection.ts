import type { RunSelection } from '@runloom/model';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { RowOrder } from '../list/row-order.ts';

/** The runs that something is to be done with. */
export interface Selection {
  /** How many they are. */
  readonly size: number;
  readonly has: (run: string) => boolean;
  /** @param isRange all from the last one that was clicked to this one */
  readonly toggle: (run: string, isRange: boolean) => void;
  /** All that the filter means, those that are not read among them. */
  readonly selectAll: () => void;
  readonly clear: () => void;
  /** As a request has it; null for none. */
  readonly request: RunSelection | null;
}

type State =
  | { readonly kind: 'some'; readonly runs: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

const NONE: State = { kind: 'some', runs: new Set() };

/**
 * @param order of the rows on screen; where it does not know a row between two clicks, the second one alone is meant
 * @param foundCount runs that the filter means
 */
export function useSelection(
  order: Pick<RowOrder, 'between'>,
  filter: Readonly<Record<string, unknown>> | undefined,
  foundCount: number,
): Selection {
  const [state, setState] = useState<State>(NONE);
  const last = useRef<string | null>(null);

  const toggle = useCallback(
    (run: string, isRange: boolean) => {
      const from = last.current;
      last.current = run;
      setState((before) => {
        const names = (isRange && from !== null && order.between(from, run)) || [run];
        const isOn = !isIn(before, run);
        return names.reduce((changed, name) => switched(changed, name, isOn), before);
      });
    },
    [order],
  );
  const clear = useCallback(() => setState(NONE), []);
  const selectAll = useCallback(() => setState({ kind: 'all', except: new Set() }), []);
  return useMemo(
    () => ({
      size: state.kind === 'some' ? state.runs.size : Math.max(0, foundCount - state.except.size),
      has: (run) => isIn(state, run),
      toggle,
      selectAll,
      clear,
      request: requestOf(state, filter),
    }),
    [state, foundCount, filter, toggle, selectAll, clear],
  );
}

const isIn = (state: State, run: string): boolean =>
  state.kind === 'some' ? state.runs.has(run) : !state.except.has(run);

function switched(state: State, run: string, isOn: boolean): State {
  const changed = new Set(state.kind === 'some' ? state.runs : state.except);
  if (isOn === (state.kind === 'some')) changed.add(run);
  else changed.delete(run);
  return state.kind === 'some' ? { kind: 'some', runs: changed } : { kind: 'all', except: changed };
}

function requestOf(
  state: State,
  filter: Readonly<Record<string, unknown>> | undefined,
): RunSelection | null {
  if (state.kind === 'all') return { filter: { ...filter }, except: [...state.except] };
  return state.runs.size === 0 ? null : { runs: [...state.runs] };
}
