import type { Editor } from '@tiptap/react';

/** The element that draws a place of the text. */
export function elementAt(editor: Editor, position: number): Element | null {
  const { node } = editor.view.domAtPos(position);
  return node instanceof Element ? node : node.parentElement;
}

/** The element of a block by its id. */
export const blockElement = (editor: Editor, block: string): Element | null =>
  editor.view.dom.querySelector(`[data-block="${CSS.escape(block)}"]`);
