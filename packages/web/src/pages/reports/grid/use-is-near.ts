import { type RefObject, startTransition, useEffect, useState } from 'react';

/** As far beyond the window as what is drawn begins, px: it is there when it scrolls in. */
const MARGIN = '600px 0px';

/** Whether an element is, or once was, in sight or close to it. */
export function useIsNear(element: RefObject<HTMLElement | null>, isAlways = false): boolean {
  const [isNear, setNear] = useState(isAlways);
  useEffect(() => {
    const { current } = element;
    if (current === null || isNear) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        // Drawn in slices between frames: scrolling goes on meanwhile.
        startTransition(() => setNear(true));
      },
      { rootMargin: MARGIN },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
