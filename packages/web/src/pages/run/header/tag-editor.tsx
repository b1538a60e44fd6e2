import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Truncated } from '../../../components/truncated.tsx';
import styles from './tag-editor.module.css';

/** As the server takes them. */
const LONGEST = 256;

/** The run's tags, to add to and take from. */
export function TagEditor({
  tags,
  canEdit,
  onSave,
}: {
  readonly tags: readonly string[];
  readonly canEdit: boolean;
  readonly onSave: (tags: readonly string[]) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const add = () => {
    const tag = draft?.trim() ?? '';
    if (tag !== '' && !tags.includes(tag)) onSave([...tags, tag]);
    return tag !== '';
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      setDraft(add() ? '' : null);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setDraft(null);
    } else if (event.key === 'Backspace' && draft === '' && tags.length > 0) {
      onSave(tags.slice(0, -1));
    }
  };
  return (
    <ul className={styles.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <span className={styles.tag}>
            <Truncated text={tag} />
            {canEdit ? (
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove tag ${tag}`}
                onClick={() => onSave(tags.filter((other) => other !== tag))}
              >
                <X aria-hidden />
              </button>
            ) : null}
          </span>
        </li>
      ))}
      {canEdit ? (
        <li>
          {draft === null ? (
            <button type="button" className={styles.add} onClick={() => setDraft('')}>
              <Plus aria-hidden />
              {tags.length === 0 ? 'Add tag' : <span className="visually-hidden">Add tag</span>}
            </button>
          ) : (
            <input
              className={styles.input}
              aria-label="New tag"
              placeholder="New tag"
              maxLength={LONGEST}
              value={draft}
              // biome-ignore lint/a11y/noAutofocus: the reader has just asked for it
              autoFocus
              onChange={(event) => setDraft(event.target.value)}
              onKeyDown={onKeyDown}
              onBlur={() => {
                add();
                setDraft(null);
              }}
            />
          )}
        </li>
      ) : null}
      {!canEdit && tags.length === 0 ? <li className={styles.none}>No tags</li> : null}
    </ul>
  );
}
