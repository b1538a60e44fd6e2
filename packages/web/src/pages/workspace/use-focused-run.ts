import {
  createElement,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { FocusedRunContext } from '../../panels/board/board-context.ts';

/** The pointer rests this long on a run before its lines stand out: passing over the list draws nothing. */
const REST_MS = 70;

/** The run that the reader points at. It changes often, so it is no matter of the page's rendering. */
interface FocusedRun {
  readonly read: () => string | null;
  readonly watch: (listener: () => void) => () => void;
  readonly set: (run: string | null) => void;
}

/** The run that the reader points at, and the function that tells of it. */
export function useFocusedRun(): readonly [FocusedRun, (run: string | null) => void] {
  const focused = useMemo(createFocusedRun, []);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const focus = useCallback(
    (run: string | null) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => focused.set(run), REST_MS);
    },
    [focused],
  );
  return [focused, focus];
}

/** Tells the charts inside it which run is pointed at, as soon as nothing else is to be done. */
export function FocusedRunProvider({
  focused,
  children,
}: {
  readonly focused: FocusedRun;
  readonly children: ReactNode;
}) {
  const run = useDeferredValue(useSyncExternalStore(focused.watch, focused.read));
  return createElement(FocusedRunContext, { value: run }, children);
}

function createFocusedRun(): FocusedRun {
  const listeners = new Set<() => void>();
  let run: string | null = null;
  return {
    read: () => run,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      if (next === run) return;
      run = next;
      for (const listener of listeners) listener();
    },
  };
}
