import { type Editor, useEditorState } from '@tiptap/react';
import {
  BetweenHorizontalEnd,
  BetweenVerticalEnd,
  Columns3,
  Heading,
  Rows3,
  Trash2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from '../../../components/icon-button.tsx';
import styles from './editor.module.css';
import { elementAt } from './element-at.ts';
import { isInTable, TABLE_COMMANDS } from './nodes/tables.ts';

const ICONS = {
  'Add a row below': BetweenHorizontalEnd,
  'Add a column after': BetweenVerticalEnd,
  'First row is the heading': Heading,
  'Delete the row': Rows3,
  'Delete the column': Columns3,
  'Delete the table': Trash2,
} as const;

const NAMES = Object.keys(TABLE_COMMANDS) as (keyof typeof TABLE_COMMANDS)[];

/** Rows and columns of the table that holds the cursor, above it. */
export function TableTools({ editor }: { readonly editor: Editor }) {
  const isIn = useEditorState({
    editor,
    selector: ({ editor: one }) =>
      one.isFocused && one.state.selection.empty && isInTable(one.state),
  });
  const rect = useTablePlace(editor, isIn);
  if (rect === null) return null;
  return createPortal(
    <div
      role="toolbar"
      aria-label="Table"
      className={styles.bubble}
      style={{ left: rect.left + rect.width / 2, top: Math.max(90, rect.top - 4) }}
      onMouseDown={(event) => event.preventDefault()}
    >
      {NAMES.map((name) => {
        const Icon = ICONS[name];
        return (
          <IconButton
            key={name}
            size="small"
            label={name}
            icon={<Icon aria-hidden />}
            onClick={() =>
              editor
                .chain()
                .focus()
                .command(({ state, dispatch }) => TABLE_COMMANDS[name](state, dispatch))
                .run()
            }
          />
        );
      })}
    </div>,
    document.body,
  );
}

function useTablePlace(editor: Editor, isIn: boolean): DOMRect | null {
  const [rect, setRect] = useState<DOMRect | null>(null);
  useEffect(() => {
    if (!isIn) {
      setRect(null);
      return undefined;
    }
    const look = () => {
      const table = elementAt(editor, editor.state.selection.from)?.closest('table');
      setRect(table?.getBoundingClientRect() ?? null);
    };
    look();
    editor.on('selectionUpdate', look);
    addEventListener('scroll', look, true);
    return () => {
      editor.off('selectionUpdate', look);
      removeEventListener('scroll', look, true);
    };
  }, [editor, isIn]);
  return rect;
}
