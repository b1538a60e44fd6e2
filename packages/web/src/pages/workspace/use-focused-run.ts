import { useCallback, useEffect, useRef, useState } from 'react';

/** The pointer rests this long on a run before its lines stand out: passing over the list draws nothing. */
const REST_MS = 70;

/** The run that the reader points at, and the function that tells of it. */
export function useFocusedRun(): readonly [string | null, (run: string | null) => void] {
  const [focused, setFocused] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const focus = useCallback((run: string | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFocused(run), REST_MS);
  }, []);
  return [focused, focus];
}
