import type { Editor } from '@tiptap/core';
import { Extension } from '@tiptap/core';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';

/** Moves the block that begins at a place past its neighbour. @param by −1: up, 1: down */
export function moveBlock(editor: Editor, position: number, by: -1 | 1): boolean {
  const { doc, tr } = editor.state;
  const node = doc.nodeAt(position);
  if (node === null) return false;
  const at = doc.resolve(position);
  if (at.depth !== 0) return false;
  const index = at.index(0);
  const other = doc.maybeChild(index + by);
  if (other == null) return false;
  const target = by === 1 ? position + other.nodeSize : position - other.nodeSize;
  tr.delete(position, position + node.nodeSize).insert(target, node);
  const inside = node.isTextblock
    ? TextSelection.near(tr.doc.resolve(target + 1))
    : NodeSelection.create(tr.doc, target);
  editor.view.dispatch(tr.setSelection(inside).scrollIntoView());
  return true;
}

/** The block that holds the cursor goes up and down by keyboard, as by dragging. */
export const MoveBlocks = Extension.create({
  name: 'moveBlocks',
  addKeyboardShortcuts() {
    const move = (by: -1 | 1) => () => {
      const { $from } = this.editor.state.selection;
      const position = $from.depth === 0 ? $from.pos : $from.before(1);
      return moveBlock(this.editor, position, by);
    };
    return { 'Alt-Shift-ArrowUp': move(-1), 'Alt-Shift-ArrowDown': move(1) };
  },
});
