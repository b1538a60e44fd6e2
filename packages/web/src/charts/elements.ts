/** A new element of the page with a class. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  return made;
}

/** Sets the text of an element that holds nothing else; the page is left alone where it is that already. */
export function setText(target: HTMLElement, text: string): void {
  const { firstChild } = target;
  if (text === '') firstChild?.remove();
  else if (!(firstChild instanceof Text)) target.append(text);
  else if (firstChild.data !== text) firstChild.data = text;
}
