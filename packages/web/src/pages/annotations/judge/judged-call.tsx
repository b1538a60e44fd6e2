import type { AnnotationFieldView, QueueItemView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Kbd } from '../../../components/kbd.tsx';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useAnswer } from '../../../data/annotations.ts';
import { useCall } from '../../../data/calls.ts';
import { CallTab } from '../../traces/call/call-tab.tsx';
import shared from '../annotations.module.css';
import type { Answer } from '../kind-text.ts';
import { AnswerField, choicesOf } from './answer-field.tsx';
import styles from './judge.module.css';

/** A call, and what the reader says of it. */
export function JudgedCall({
  entity,
  project,
  queue,
  guidelines,
  fields,
  item,
  total,
  onDone,
  onBack,
}: {
  readonly entity: string;
  readonly project: string;
  readonly queue: string;
  readonly guidelines: string;
  readonly fields: readonly AnnotationFieldView[];
  readonly item: QueueItemView;
  readonly total: number;
  /** What follows when the call was judged or skipped. */
  readonly onDone: () => Promise<void>;
  readonly onBack: (() => void) | null;
}) {
  const call = useCall({ entity, project }, item.callId);
  const answer = useAnswer({ entity, project, queue });
  const toasts = useToasts();
  const [values, setValues] = useState<Readonly<Record<string, Answer | null>>>(item.own);
  const [active, setActive] = useState(0);
  const [isLeaving, setLeaving] = useState(false);
  const isOpen = useRef(false);

  // Others get other calls while this one is open here.
  useEffect(() => {
    if (isOpen.current || item.ownState !== 'unstarted') return;
    isOpen.current = true;
    answer.mutate({ item: item.id, values: {}, state: 'in_progress' });
  }, [item, answer]);

  const send = async (state: 'completed' | 'skipped') => {
    if (isLeaving) return;
    setLeaving(true);
    try {
      await answer.mutateAsync({ item: item.id, values, state });
      await onDone();
    } catch (error) {
      toasts.failure('Your answers were not kept', error as Error);
    }
    setLeaving(false);
  };
  const set = (name: string, value: Answer | null) =>
    setValues((before) => ({ ...before, [name]: value }));
  const choose = (at: number) => {
    const field = fields[active];
    const choice = field === undefined ? undefined : choicesOf(field.value)[at];
    if (field === undefined || choice === undefined) return;
    set(field.name, choice.value);
    // The next question takes the next key.
    setActive(Math.min(active + 1, fields.length - 1));
  };
  const move = (by: number) => setActive(Math.max(0, Math.min(active + by, fields.length - 1)));
  const isMissing = fields.some(
    ({ name, value }) => value.kind !== 'text' && (values[name] ?? null) === null,
  );

  useShortcuts('Annotation', [
    ...Array.from({ length: 9 }, (_, at) => ({
      keys: String(at + 1),
      label: `Answer ${at + 1}`,
      run: () => choose(at),
    })),
    { keys: 'j', label: 'Next question', run: () => move(1) },
    { keys: 'k', label: 'Question before', run: () => move(-1) },
    {
      keys: 'enter',
      label: 'Keep and go on',
      run: () => {
        if (!isMissing) void send('completed');
      },
    },
    { keys: 's', label: 'Skip this call', run: () => void send('skipped') },
    { keys: 'b', label: 'Back to the call before', run: () => onBack?.() },
  ]);

  return (
    <div className={styles.panes}>
      <section className={styles.callPane} aria-label="Call">
        {call.data !== undefined && call.data.id === item.callId ? (
          <CallTab entity={entity} project={project} call={call.data} canWrite />
        ) : call.isPending || call.isPlaceholderData ? (
          <Skeleton height={240} />
        ) : (
          <ErrorState
            title="This call is gone"
            error={call.error}
            onRetry={() => void call.refetch()}
          />
        )}
      </section>
      <section className={styles.formPane} aria-label="Your answers">
        <p className={shared.muted}>
          Call {item.position} of {total} ·{' '}
          <Link
            to="/$entity/$project/weave/calls/$call"
            params={{ entity, project, call: item.callId }}
          >
            open its trace
          </Link>
        </p>
        {guidelines.trim() === '' ? null : (
          <details className={styles.guidelines} open>
            <summary>Guidelines</summary>
            <Markdown text={guidelines} />
          </details>
        )}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void send('completed');
          }}
        >
          {fields.length === 0 ? (
            <p className={shared.muted}>This queue asks for nothing yet: edit it to add fields.</p>
          ) : null}
          {fields.map((field, at) => (
            <AnswerField
              key={field.ref}
              field={field}
              value={values[field.name] ?? null}
              isActive={at === active}
              onFocus={() => setActive(at)}
              onChange={(value) => set(field.name, value)}
            />
          ))}
          <div className={styles.buttons}>
            <Button type="submit" kind="primary" disabled={isMissing} isBusy={isLeaving}>
              Keep and go on <Kbd keys="↵" />
            </Button>
            <Button disabled={isLeaving} onClick={() => void send('skipped')}>
              Skip <Kbd keys="S" />
            </Button>
            {onBack === null ? null : (
              <Button kind="quiet" disabled={isLeaving} onClick={onBack}>
                Back <Kbd keys="B" />
              </Button>
            )}
          </div>
        </form>
      </section>
    </div>
  );
}
