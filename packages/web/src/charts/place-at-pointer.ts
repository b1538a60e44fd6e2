import { type RefObject, useLayoutEffect, useRef } from 'react';

const GAP = 14;

/** Puts a box beside the pointer, on the side where there is room, and whole. @param clientX of the pointer, in the window */
export function placeAtPointer(box: HTMLElement, clientX: number, clientY: number): void {
  const { width, height } = box.getBoundingClientRect();
  const right = clientX + GAP + width > window.innerWidth - 4;
  const left = right ? clientX - GAP - width : clientX + GAP;
  const top = Math.min(Math.max(4, clientY - height / 2), window.innerHeight - height - 4);
  box.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(top)}px)`;
}

/** Keeps an element beside the pointer. @param clientX of the pointer, in the window */
export function usePlaceAtPointer(
  clientX: number,
  clientY: number,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) placeAtPointer(element.current, clientX, clientY);
  });
  return element;
}
