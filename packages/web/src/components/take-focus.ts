/** For the `ref` of a field that the reader has just asked for: it takes the focus when it appears. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
