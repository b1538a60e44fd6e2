import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import {
  ArrowDown,
  ArrowUp,
  Copy,
  GripVertical,
  Link2,
  MessageSquarePlus,
  Plus,
  Trash2,
} from 'lucide-react';
import { type DragEvent, useEffect, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuChoices, MenuItem } from '../../../components/menu.tsx';
import { useCopy } from '../../../components/use-copy.ts';
import { useReportPlace } from '../report-context.ts';
import styles from './editor.module.css';
import { moveBlock } from './move-block.ts';
import { readTone } from './nodes/callout.tsx';

const TONES = [
  { value: 'note', label: 'Note' },
  { value: 'tip', label: 'Tip' },
  { value: 'warning', label: 'Warning' },
  { value: 'danger', label: 'Danger' },
] as const;

/** The block that the pointer is at. */
interface Held {
  readonly position: number;
  /** px from the top of the editor. */
  readonly top: number;
}

/** Beside the block that the pointer is at: what is dragged to move it, and what can be done with it. */
export function BlockHandle({
  editor,
  onInsert,
}: {
  readonly editor: Editor;
  readonly onInsert: () => void;
}) {
  const [held, setHeld] = useState<Held | null>(null);
  const { commentOn } = useReportPlace();
  const copy = useCopy();
  useEffect(() => {
    const root = editor.view.dom.parentElement;
    if (root === null) return undefined;
    const onMove = (event: PointerEvent) => {
      if (event.buttons !== 0) return;
      setHeld((before) => heldAt(editor, event) ?? before);
    };
    const onUpdate = () => setHeld(null);
    const area = root.parentElement ?? root;
    area.addEventListener('pointermove', onMove);
    editor.on('update', onUpdate);
    return () => {
      area.removeEventListener('pointermove', onMove);
      editor.off('update', onUpdate);
    };
  }, [editor]);
  if (held === null) return null;
  const { position } = held;
  const node = editor.state.doc.nodeAt(position);
  if (node === null) return null;
  const block: unknown = node.attrs['block'];

  const onDragStart = (event: DragEvent) => {
    const { view } = editor;
    const selection = NodeSelection.create(view.state.doc, position);
    view.dispatch(view.state.tr.setSelection(selection));
    const dom = view.nodeDOM(position);
    if (dom instanceof HTMLElement) event.dataTransfer.setDragImage(dom, 0, 0);
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', node.textContent);
    view.dragging = { slice: selection.content(), move: true };
  };
  const copyLink = () => {
    const address = new URL(window.location.href);
    address.hash = `block-${String(block)}`;
    copy(address.href, 'The link is copied', 'The link could not be copied');
  };
  const insertBelow = () => {
    const after = position + node.nodeSize;
    editor
      .chain()
      .insertContentAt(after, { type: 'paragraph' })
      .setTextSelection(after + 1)
      .run();
    onInsert();
  };
  return (
    <div className={styles.handle} style={{ top: held.top }}>
      <IconButton
        size="small"
        label="Add a block below"
        icon={<Plus aria-hidden />}
        onClick={insertBelow}
      />
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className={styles.grip}
            aria-label="Move or change the block"
            draggable
            onDragStart={onDragStart}
          >
            <GripVertical aria-hidden />
          </button>
        }
      >
        <MenuItem
          icon={<ArrowUp aria-hidden />}
          shortcut="Alt ⇧ ↑"
          onSelect={() => moveBlock(editor, position, -1)}
        >
          Move up
        </MenuItem>
        <MenuItem
          icon={<ArrowDown aria-hidden />}
          shortcut="Alt ⇧ ↓"
          onSelect={() => moveBlock(editor, position, 1)}
        >
          Move down
        </MenuItem>
        <MenuItem
          icon={<Copy aria-hidden />}
          onSelect={() => editor.commands.insertContentAt(position + node.nodeSize, node.toJSON())}
        >
          Duplicate
        </MenuItem>
        {node.type.name === 'callout' ? (
          <MenuChoices
            label="Tone"
            value={readTone(node.attrs['tone'])}
            choices={TONES}
            onChange={(tone) =>
              editor.view.dispatch(editor.state.tr.setNodeAttribute(position, 'tone', tone))
            }
          />
        ) : null}
        {typeof block === 'string' ? (
          <>
            <MenuItem icon={<MessageSquarePlus aria-hidden />} onSelect={() => commentOn(block)}>
              Comment
            </MenuItem>
            <MenuItem icon={<Link2 aria-hidden />} onSelect={copyLink}>
              Copy a link to the block
            </MenuItem>
          </>
        ) : null}
        <MenuItem
          icon={<Trash2 aria-hidden />}
          isDangerous
          onSelect={() =>
            editor.commands.deleteRange({ from: position, to: position + node.nodeSize })
          }
        >
          Delete
        </MenuItem>
      </Menu>
    </div>
  );
}

/** The block at the height of the pointer; null between blocks. */
function heldAt(editor: Editor, event: PointerEvent): Held | null {
  const root = editor.view.dom;
  const found = [...root.children].find((child) => {
    const { top, bottom } = child.getBoundingClientRect();
    return event.clientY >= top - 4 && event.clientY <= bottom + 4;
  });
  if (found === undefined) return null;
  const inside = editor.view.posAtDOM(found, 0);
  const resolved = editor.state.doc.resolve(Math.min(inside, editor.state.doc.content.size));
  const position = resolved.depth === 0 ? inside : resolved.before(1);
  if (editor.state.doc.nodeAt(position) === null) return null;
  const top =
    found.getBoundingClientRect().top - (root.parentElement?.getBoundingClientRect().top ?? 0);
  return { position, top };
}
