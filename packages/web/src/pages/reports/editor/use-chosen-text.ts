import { TextSelection } from '@tiptap/pm/state';
import { type Editor, posToDOMRect } from '@tiptap/react';
import { useEffect, useState } from 'react';

/** Where the text that is chosen stands in the window; null when none is. */
export function useChosenText(editor: Editor): DOMRect | null {
  const [rect, setRect] = useState<DOMRect | null>(null);
  useEffect(() => {
    let isDragging = false;
    const look = () => {
      const { selection } = editor.state;
      const isText =
        selection instanceof TextSelection &&
        !selection.empty &&
        !selection.$from.parent.type.spec.code &&
        editor.isEditable &&
        (editor.isFocused || document.activeElement?.closest('[role="toolbar"]'));
      setRect(
        isText && !isDragging ? posToDOMRect(editor.view, selection.from, selection.to) : null,
      );
    };
    // The bar does not run after the pointer.
    const onDown = (event: PointerEvent) => {
      isDragging = event.target instanceof Node && editor.view.dom.contains(event.target);
    };
    const onUp = () => {
      if (!isDragging) return;
      isDragging = false;
      look();
    };
    editor.on('selectionUpdate', look);
    editor.on('focus', look);
    editor.on('blur', look);
    addEventListener('pointerdown', onDown, true);
    addEventListener('pointerup', onUp, true);
    addEventListener('scroll', look, true);
    return () => {
      editor.off('selectionUpdate', look);
      editor.off('focus', look);
      editor.off('blur', look);
      removeEventListener('pointerdown', onDown, true);
      removeEventListener('pointerup', onUp, true);
      removeEventListener('scroll', look, true);
    };
  }, [editor]);
  return rect;
}
