import { useEffect } from 'react';

/** Names the page in the browser's tab: the parts from the nearest to the widest. */
export function useTitle(...parts: readonly (string | null | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Runloom'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
