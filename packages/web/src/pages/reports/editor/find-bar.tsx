import { type Editor, useEditorState } from '@tiptap/react';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import styles from '../report/report.module.css';
import { findStateOf, setFind } from './find.ts';

/** Looks for words in the report, also in those parts that are not drawn yet. */
export function FindBar({
  editor,
  onClose,
}: {
  readonly editor: Editor;
  readonly onClose: () => void;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const found = useEditorState({ editor, selector: ({ editor: one }) => findStateOf(one.state) });
  const { search, matches, at } = found;
  useEffect(() => {
    bar.current?.querySelector('input')?.focus();
    return () => {
      if (!editor.isDestroyed) editor.view.dispatch(setFind(editor.state.tr, { search: '' }));
    };
  }, [editor]);
  const place = matches[at];
  useEffect(() => {
    if (place === undefined || editor.isDestroyed) return;
    const { node } = editor.view.domAtPos(place.from);
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: 'center' });
  }, [editor, place]);
  const go = (by: number) => editor.view.dispatch(setFind(editor.state.tr, { at: at + by }));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for the buttons in it
    <div
      ref={bar}
      className={styles.find}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter') {
          event.preventDefault();
          go(event.shiftKey ? -1 : 1);
        }
      }}
    >
      <SearchField
        label="Find in the report"
        placeholder="Find in the report"
        value={search}
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
    </div>
  );
}
