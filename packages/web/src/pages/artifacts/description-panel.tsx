import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Markdown } from '../../components/markdown/markdown.tsx';
import { Panel } from '../../components/panel.tsx';
import { takeFocus } from '../../components/take-focus.ts';
import styles from './description-panel.module.css';

const LONGEST = 100_000;

/** A description in Markdown, to read and to change. */
export function DescriptionPanel({
  text,
  canEdit,
  onSave,
}: {
  readonly text: string;
  readonly canEdit: boolean;
  readonly onSave: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft !== null && draft !== text) onSave(draft);
    setDraft(null);
  };
  if (draft !== null) {
    return (
      <Panel
        title="Description"
        controls={
          <>
            <Button size="small" kind="quiet" onClick={() => setDraft(null)}>
              Cancel
            </Button>
            <Button size="small" kind="primary" onClick={save}>
              Save
            </Button>
          </>
        }
      >
        <textarea
          className={styles.field}
          aria-label="Description"
          placeholder="What it is, where it came from, what to mind. Markdown works."
          rows={Math.min(20, Math.max(5, draft.split('\n').length + 1))}
          maxLength={LONGEST}
          value={draft}
          ref={takeFocus}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              setDraft(null);
            } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          }}
        />
      </Panel>
    );
  }
  return (
    <Panel
      title="Description"
      controls={
        canEdit ? (
          <Button
            size="small"
            kind="quiet"
            icon={<Pencil aria-hidden />}
            onClick={() => setDraft(text)}
          >
            {text === '' ? 'Add' : 'Edit'}
            <span className="visually-hidden"> description</span>
          </Button>
        ) : null
      }
    >
      {text === '' ? (
        <p className={styles.none}>No description</p>
      ) : (
        <div className={styles.text}>
          <Markdown text={text} />
        </div>
      )}
    </Panel>
  );
}
