import { type RefObject, useEffect, useState } from 'react';

/** Whether an element is scrolled sideways from where it begins. */
export function useIsAside(element: RefObject<HTMLElement | null>): boolean {
  const [isAside, setAside] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const look = () => setAside(current.scrollLeft !== 0);
    look();
    current.addEventListener('scroll', look, { passive: true });
    return () => current.removeEventListener('scroll', look);
  }, [element]);
  return isAside;
}
