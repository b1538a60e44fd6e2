import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of what is inside an element, px, kept true while it is on screen; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    // The observer tells it with the next frame, which is late where much was just drawn.
    setWidth(contentWidth(current));
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  const width =
    element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  return Number.isFinite(width) ? Math.max(0, Math.floor(width)) : 0;
}
