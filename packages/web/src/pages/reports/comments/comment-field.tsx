import { type KeyboardEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { takeFocus } from '../../../components/take-focus.ts';
import styles from './comments.module.css';

const MOST_OFFERED = 5;

/** A field for a comment. `@` and a name speak to somebody; Ctrl/⌘ Enter sends. */
export function CommentField({
  label,
  people,
  isBusy,
  error,
  isFirst = false,
  onSend,
  onCancel,
}: {
  readonly label: string;
  readonly people: readonly string[];
  readonly isBusy: boolean;
  readonly error: Error | null;
  /** It takes the focus: somebody has just asked for it. */
  readonly isFirst?: boolean;
  readonly onSend: (body: string) => Promise<unknown>;
  readonly onCancel?: () => void;
}) {
  const [body, setBody] = useState('');
  const id = useId();
  const wanted = /(?:^|\s)@([\w.-]*)$/.exec(body)?.[1];
  const offered =
    wanted === undefined
      ? []
      : people
          .filter((name) => name.toLowerCase().startsWith(wanted.toLowerCase()))
          .slice(0, MOST_OFFERED);
  const send = () => {
    if (body.trim() === '' || isBusy) return;
    onSend(body.trim()).then(
      () => setBody(''),
      () => {},
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && onCancel) onCancel();
  };
  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <textarea
        id={id}
        rows={2}
        placeholder={`${label}, @ to mention`}
        ref={isFirst ? takeFocus : undefined}
        dir="auto"
        maxLength={20_000}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 ? (
        <div className={styles.offered}>
          {offered.map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => setBody(body.replace(/@[\w.-]*$/, `@${name} `))}
            >
              @{name}
            </button>
          ))}
        </div>
      ) : null}
      {error === null ? null : (
        <p role="alert" className={styles.problem}>
          {messageOf(error)}
        </p>
      )}
      <div className={styles.fieldActions}>
        {onCancel === undefined ? null : (
          <Button size="small" kind="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button
          size="small"
          type="submit"
          kind="primary"
          isBusy={isBusy}
          disabled={body.trim() === ''}
        >
          {label === 'Answer' ? 'Answer' : 'Comment'}
        </Button>
      </div>
    </form>
  );
}
