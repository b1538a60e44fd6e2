import type { DisputedItem } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useToasts } from '../../../components/toast.tsx';
import { useDecide } from '../../../data/annotations.ts';
import { type Answer, answerText } from '../kind-text.ts';
import styles from './results.module.css';
import type { TitleOf } from './title-of.ts';

/** Rows that are drawn before the reader asks for more. */
const AT_ONCE = 50;

/** Calls of which people said different things, each to be decided. */
export function DisputesPanel({
  entity,
  project,
  queue,
  titleOf,
  disputed,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly queue: string;
  readonly titleOf: TitleOf;
  readonly disputed: readonly DisputedItem[];
  readonly canWrite: boolean;
}) {
  const [shown, setShown] = useState(AT_ONCE);
  const decide = useDecide({ entity, project, queue });
  const toasts = useToasts();
  const open = disputed.filter(({ decision }) => decision === null).length;
  const say = (one: DisputedItem, value: Answer | null) =>
    decide.mutate(
      { item: one.itemId, field: one.field, value },
      { onError: (error) => toasts.failure('Nothing was decided', error) },
    );
  return (
    <Panel
      title="Different answers"
      count={disputed.length === 0 ? undefined : `${formatPlural(open, 'answer')} to decide`}
      isFlush
    >
      {disputed.length === 0 ? (
        <p className={styles.empty}>No two people said different things of a call.</p>
      ) : (
        <ul className={styles.disputes}>
          {disputed.slice(0, shown).map((one) => {
            const offered = [...new Set(one.answers.map(({ value }) => value))];
            return (
              <li key={`${one.itemId} ${one.field}`}>
                <Link
                  to="/$entity/$project/weave/calls/$call"
                  params={{ entity, project, call: one.callId }}
                  className={styles.callLink}
                >
                  {shownText(titleOf(one.field))}
                </Link>
                <span className={styles.said}>
                  {one.answers.map(({ user, value }) => (
                    <span key={user}>
                      {shownText(user)}: <b>{shownText(answerText(value))}</b>
                    </span>
                  ))}
                </span>
                <span className={styles.decision}>
                  {one.decision === null ? null : (
                    <span>
                      Decided by {shownText(one.decision.user)}:{' '}
                      <b>{shownText(answerText(one.decision.value))}</b>
                    </span>
                  )}
                  {!canWrite ? null : one.decision !== null ? (
                    <Button size="small" kind="quiet" onClick={() => say(one, null)}>
                      Take back
                    </Button>
                  ) : (
                    offered.map((value) => (
                      <Button
                        key={String(value)}
                        size="small"
                        aria-label={`Decide for ${answerText(value)}`}
                        onClick={() => say(one, value)}
                      >
                        {shownText(answerText(value))}
                      </Button>
                    ))
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {disputed.length > shown ? (
        <p className={styles.more}>
          <Button size="small" onClick={() => setShown(shown + AT_ONCE)}>
            Show {disputed.length - shown} more
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}
