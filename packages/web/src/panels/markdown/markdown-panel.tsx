import type { MarkdownSettings } from '@runloom/model';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Markdown } from '../../components/markdown/markdown.tsx';
import { MenuItem } from '../../components/menu.tsx';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import styles from './markdown.module.css';

/** Text that a reader wrote, read as Markdown; a double click edits it in its place. */
export function MarkdownPanel({
  spec,
  settings: { text },
  onChange,
  isFullScreen,
}: PanelProps<MarkdownSettings>) {
  const [isEditing, setEditing] = useState(false);
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={false}
      facts={null}
      menu={<MenuItem onSelect={() => setEditing(true)}>Edit the text</MenuItem>}
    >
      {isEditing ? (
        <Editor
          text={text}
          onClose={() => setEditing(false)}
          onSave={(next) => {
            if (next !== text) onChange({ text: next });
            setEditing(false);
          }}
        />
      ) : text.trim() === '' ? (
        <EmptyState
          title="No text yet"
          action={<Button onClick={() => setEditing(true)}>Write</Button>}
        >
          Markdown with tables, lists and formulas such as <code>$\nabla L$</code>.
        </EmptyState>
      ) : (
        <section
          className={styles.read}
          aria-label="Text"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          onDoubleClick={() => setEditing(true)}
        >
          <Markdown text={text} withFormulas />
        </section>
      )}
    </PanelFrame>
  );
}

function Editor({
  text,
  onSave,
  onClose,
}: {
  readonly text: string;
  readonly onSave: (text: string) => void;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      <textarea
        ref={field}
        className={styles.area}
        aria-label="Text in Markdown"
        maxLength={100_000}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          // The board has shortcuts of its own, and full screen goes to the next panel by arrows.
          event.stopPropagation();
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave(draft);
        }}
      />
      <div className={styles.actions}>
        <span className={styles.hint}>Ctrl+Enter saves, Esc leaves it as it was</span>
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" kind="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
