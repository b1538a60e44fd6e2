import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/**
 * Tells the editor of a choice that the browser has made and not announced yet. A change that comes
 * from elsewhere in between would put the choice back to what the editor knows: the word that was
 * just chosen by a double click would be chosen no more.
 */
export function readChoiceInTime(view: EditorView): void {
  if (view.composing || !view.editable || !view.hasFocus()) return;
  const chosen = view.dom.ownerDocument.getSelection();
  if (chosen === null) return;
  const anchor = textPosition(view, chosen.anchorNode, chosen.anchorOffset);
  const head = textPosition(view, chosen.focusNode, chosen.focusOffset);
  if (anchor === null || head === null) return;
  const { selection, doc, tr } = view.state;
  if (selection.anchor === anchor && selection.head === head) return;
  view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))));
}

/** Only places in the report's own text: blocks have fields of their own, which the editor leaves alone. */
function textPosition(view: EditorView, node: Node | null, offset: number): number | null {
  if (!(node instanceof Text)) return null;
  const parent = node.parentElement;
  if (parent === null || !parent.isContentEditable || !view.dom.contains(parent)) return null;
  return view.posAtDOM(node, offset);
}
