import { type RefObject, useLayoutEffect, useRef } from 'react';

const GAP = 14;

/** Keeps an element beside the pointer, within the window. @param clientX of the pointer, in the window */
export function usePlaceAtPointer(
  clientX: number,
  clientY: number,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const { width, height } = current.getBoundingClientRect();
    const right = clientX + GAP + width > window.innerWidth - 4;
    const left = right ? clientX - GAP - width : clientX + GAP;
    const top = Math.min(Math.max(4, clientY - height / 2), window.innerHeight - height - 4);
    current.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(top)}px)`;
  });
  return element;
}
