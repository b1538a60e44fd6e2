import { SafeHref } from '@runloom/model';
import { type Editor, useEditorState } from '@tiptap/react';
import {
  Bold,
  Code,
  Highlighter,
  Italic,
  Link2,
  MessageSquarePlus,
  Sigma,
  Strikethrough,
  Underline,
} from 'lucide-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../../../components/button.tsx';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { takeFocus } from '../../../components/take-focus.ts';
import styles from './editor.module.css';
import { HIGHLIGHTS } from './marks.ts';
import { useChosenText } from './use-chosen-text.ts';

const MARKS = [
  { name: 'bold', label: 'Bold', shortcut: 'Ctrl B', icon: Bold },
  { name: 'italic', label: 'Italic', shortcut: 'Ctrl I', icon: Italic },
  { name: 'underline', label: 'Underline', shortcut: 'Ctrl U', icon: Underline },
  { name: 'strike', label: 'Strike through', shortcut: 'Ctrl ⇧ S', icon: Strikethrough },
  { name: 'code', label: 'Code', shortcut: 'Ctrl E', icon: Code },
] as const;

/** Marks for the text that is chosen, above it. */
export function BubbleToolbar({
  editor,
  onComment,
}: {
  readonly editor: Editor;
  readonly onComment: ((editor: Editor) => void) | null;
}) {
  const rect = useChosenText(editor);
  const [part, setPart] = useState<'link' | 'colours' | null>(null);
  const active = useEditorState({
    editor,
    selector: ({ editor: one }) => ({
      marks: MARKS.filter(({ name }) => one.isActive(name)).map(({ name }) => name),
      isLink: one.isActive('link'),
    }),
  });
  if (rect === null) {
    if (part !== null) setPart(null);
    return null;
  }
  const top = rect.top > 120 ? rect.top - 8 : rect.bottom + 44;
  return createPortal(
    <div
      role="toolbar"
      aria-label="Format the chosen text"
      className={styles.bubble}
      style={{ left: Math.max(190, Math.min(rect.left + rect.width / 2, innerWidth - 190)), top }}
      onMouseDown={(event) => {
        // The text stays chosen; fields take the focus.
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
      }}
    >
      {part === 'link' ? (
        <LinkField editor={editor} onDone={() => setPart(null)} />
      ) : part === 'colours' ? (
        <>
          {HIGHLIGHTS.map(({ colour, name }) => (
            <button
              key={colour}
              type="button"
              className={styles.swatch}
              style={{ background: colour }}
              aria-label={name}
              onClick={() => {
                editor.chain().focus().setMark('highlight', { colour }).run();
                setPart(null);
              }}
            />
          ))}
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              editor.chain().focus().unsetMark('highlight').run();
              setPart(null);
            }}
          >
            None
          </Button>
        </>
      ) : (
        <>
          {MARKS.map(({ name, label, shortcut, icon: Icon }) => (
            <IconButton
              key={name}
              size="small"
              label={label}
              shortcut={shortcut}
              isPressed={active.marks.includes(name)}
              icon={<Icon aria-hidden />}
              onClick={() => editor.chain().focus().toggleMark(name).run()}
            />
          ))}
          <IconButton
            size="small"
            label="Highlight"
            icon={<Highlighter aria-hidden />}
            onClick={() => setPart('colours')}
          />
          <IconButton
            size="small"
            label="Link"
            isPressed={active.isLink}
            icon={<Link2 aria-hidden />}
            onClick={() => setPart('link')}
          />
          <IconButton
            size="small"
            label="Formula"
            icon={<Sigma aria-hidden />}
            onClick={() => toFormula(editor)}
          />
          {onComment === null ? null : (
            <IconButton
              size="small"
              label="Comment"
              shortcut="Ctrl Alt M"
              icon={<MessageSquarePlus aria-hidden />}
              onClick={() => onComment(editor)}
            />
          )}
        </>
      )}
    </div>,
    document.body,
  );
}

function LinkField({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const [href, setHref] = useState(String(editor.getAttributes('link')['href'] ?? ''));
  const isGood = SafeHref.safeParse(withScheme(href)).success;
  const set = () => {
    if (href === '') editor.chain().focus().extendMarkRange('link').unsetMark('link').run();
    else if (isGood) {
      editor
        .chain()
        .focus()
        .extendMarkRange('link')
        .setMark('link', { href: withScheme(href) })
        .run();
    } else return;
    onDone();
  };
  return (
    <form
      className={styles.linkForm}
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <input
        className={fieldBoxClass}
        aria-label="Address of the link"
        aria-invalid={href !== '' && !isGood ? true : undefined}
        placeholder="https://"
        ref={takeFocus}
        value={href}
        onChange={(event) => setHref(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button size="small" type="submit" kind="primary" disabled={href !== '' && !isGood}>
        {href === '' ? 'Remove' : 'Link'}
      </Button>
    </form>
  );
}

/** `example.com` means a page of the web. */
const withScheme = (href: string): string =>
  /^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(href) ? href : `https://${href}`;

function toFormula(editor: Editor): void {
  const { from, to } = editor.state.selection;
  const latex = editor.state.doc.textBetween(from, to, ' ').slice(0, 20_000);
  editor
    .chain()
    .focus()
    .insertContentAt({ from, to }, { type: 'mathInline', attrs: { latex } })
    .run();
}
