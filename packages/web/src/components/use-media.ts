import { useMemo, useSyncExternalStore } from 'react';

/** Whether a media query holds, e.g. `(max-width: 800px)`; told again when that changes. */
export function useMedia(query: string): boolean {
  const media = useMemo(() => matchMedia(query), [query]);
  return useSyncExternalStore(
    (listener) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => media.matches,
  );
}
