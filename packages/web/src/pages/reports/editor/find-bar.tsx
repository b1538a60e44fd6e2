import { type Editor, useEditorState } from '@tiptap/react';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { takeFocus } from '../../../components/take-focus.ts';
import styles from '../report/report.module.css';
import { elementAt } from './element-at.ts';
import { findStateOf, setFind } from './find.ts';

/** Looks for words in the report, also in those parts that are not drawn yet. */
export function FindBar({
  editor,
  onClose,
}: {
  readonly editor: Editor;
  readonly onClose: () => void;
}) {
  const found = useEditorState({ editor, selector: ({ editor: one }) => findStateOf(one.state) });
  const { search, matches, at } = found;
  useEffect(
    () => () => {
      if (!editor.isDestroyed) editor.view.dispatch(setFind(editor.state.tr, { search: '' }));
    },
    [editor],
  );
  const place = matches[at];
  useEffect(() => {
    if (place === undefined || editor.isDestroyed) return;
    elementAt(editor, place.from)?.scrollIntoView({ block: 'center' });
  }, [editor, place]);
  const go = (by: number) => editor.view.dispatch(setFind(editor.state.tr, { at: at + by }));
  return (
    <search
      className={styles.find}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <SearchField
        label="Find in the report"
        placeholder="Find in the report"
        inputRef={takeFocus}
        value={search}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
        }}
        trailing={search === '' ? '' : `${at + 1} of ${matches.length}`}
        onChange={(text) => editor.view.dispatch(setFind(editor.state.tr, { search: text, at: 0 }))}
      />
      <IconButton
        size="small"
        label="The one before"
        icon={<ChevronUp aria-hidden />}
        onClick={() => go(-1)}
      />
      <IconButton
        size="small"
        label="The next one"
        icon={<ChevronDown aria-hidden />}
        onClick={() => go(1)}
      />
      <IconButton
        size="small"
        label="Close the search"
        icon={<X aria-hidden />}
        onClick={onClose}
      />
    </search>
  );
}
