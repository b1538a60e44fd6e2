import type { FeedbackView } from '@runloom/model';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { valueText } from '../../../components/value-tree/api-json.ts';
import { useAddFeedback, useRemoveFeedback } from '../../../data/calls.ts';
import styles from './call.module.css';
import type { CallPaneProps } from './call-props.ts';
import { shownFeedback } from './feedback.ts';
import { isScore } from './score-lines.ts';
import { ScoresList } from './scores-list.tsx';

const EMOJIS = ['👍', '👎', '🎉', '❤️', '🤔', '🐛'];

/** What people and scorers say of a call. */
export function FeedbackTab({ entity, project, call, canWrite }: CallPaneProps) {
  const [note, setNote] = useState('');
  const add = useAddFeedback({ entity, project }, call.id);
  const remove = useRemoveFeedback({ entity, project }, call.id);
  const toasts = useToasts();
  const scores = call.feedback.filter(isScore);
  const said = call.feedback.filter((one) => !isScore(one));
  const fails = { onError: (error: Error) => toasts.failure('Nothing was changed', error) };
  return (
    <>
      {canWrite ? (
        <form
          className={styles.feedbackForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (note.trim() === '') return;
            add.mutate({ note: note.trim() }, { ...fails, onSuccess: () => setNote('') });
          }}
        >
          <fieldset className={styles.emojis} aria-label="Reactions">
            {EMOJIS.map((emoji) => (
              <Button
                key={emoji}
                size="small"
                aria-label={`React with ${emoji}`}
                onClick={() => add.mutate({ emoji }, fails)}
              >
                {emoji}
              </Button>
            ))}
          </fieldset>
          <TextAreaField
            label="Note"
            value={note}
            rows={2}
            maxLength={10_000}
            onChange={(event) => setNote(event.target.value)}
          />
          <div>
            <Button type="submit" disabled={note.trim() === ''} isBusy={add.isPending}>
              Add note
            </Button>
          </div>
        </form>
      ) : null}
      {scores.length === 0 ? null : (
        <ScoresList entity={entity} project={project} scores={scores} />
      )}
      {call.feedback.length === 0 ? (
        <p className={styles.note}>Nobody has said anything of this call yet.</p>
      ) : said.length === 0 ? null : (
        <ul className={styles.feedback} aria-label="Feedback">
          {said.map((one) => (
            <li key={one.id}>
              <FeedbackText feedback={one} />
              <span className={styles.by}>
                {shownText(one.user ?? 'Somebody')} · <TimeAgo at={one.createdAt} />
              </span>
              {canWrite ? (
                <IconButton
                  size="small"
                  label="Remove the feedback"
                  icon={<Trash2 aria-hidden />}
                  onClick={() => remove.mutate(one.id, fails)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FeedbackText({ feedback }: { readonly feedback: FeedbackView }) {
  const shown = shownFeedback(feedback);
  switch (shown.kind) {
    case 'reaction':
      return <span className={styles.emoji}>{shownText(shown.emoji)}</span>;
    case 'note':
      return <span className={styles.noteText}>{shownText(shown.text)}</span>;
    case 'other':
      return (
        <span className={styles.noteText}>
          <b>{shownText(shown.name)}</b>{' '}
          <code>{shownText(valueText(shown.value).slice(0, 2_000))}</code>
        </span>
      );
  }
}
