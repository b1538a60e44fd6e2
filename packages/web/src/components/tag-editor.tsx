import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import styles from './tag-editor.module.css';
import { takeFocus } from './take-focus.ts';
import { Truncated } from './truncated.tsx';

/** As the server takes them. */
const LONGEST = 256;

/** Tags of something, or other short names that it has, to add to and take from. */
export function TagEditor({
  tags,
  canEdit,
  onSave,
  noun = 'tag',
  plural = `${noun}s`,
  fixed = null,
}: {
  readonly tags: readonly string[];
  readonly canEdit: boolean;
  readonly onSave: (tags: readonly string[]) => void;
  /** What one is called, in small letters. */
  readonly noun?: string;
  readonly plural?: string;
  /** One that can't be taken off. */
  readonly fixed?: string | null;
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
    } else if (
      event.key === 'Backspace' &&
      draft === '' &&
      tags.at(-1) !== fixed &&
      tags.length > 0
    ) {
      onSave(tags.slice(0, -1));
    }
  };
  return (
    <ul className={styles.tags} aria-label={capitalized(plural)}>
      {tags.map((tag) => (
        <li key={tag}>
          <span className={styles.tag}>
            <Truncated text={tag} />
            {canEdit && tag !== fixed ? (
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove ${noun} ${tag}`}
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
              {tags.length === 0 ? (
                `Add ${noun}`
              ) : (
                <span className="visually-hidden">Add {noun}</span>
              )}
            </button>
          ) : (
            <input
              className={styles.input}
              aria-label={`New ${noun}`}
              placeholder={`New ${noun}`}
              maxLength={LONGEST}
              value={draft}
              ref={takeFocus}
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
      {!canEdit && tags.length === 0 ? <li className={styles.none}>No {plural}</li> : null}
    </ul>
  );
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
