import { Link } from '@tanstack/react-router';
import { Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Markdown } from '../../components/markdown/markdown.tsx';
import { ToolCall } from '../../components/message-editor/tool-call.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { shownText } from '../../components/shown-text.ts';
import type { ProjectPlace } from '../../data/client.ts';
import { formatLatency } from '../traces/format.ts';
import styles from './playground.module.css';
import { isEnded, type Trial, type Turn } from './state.ts';

const LONGEST_MARKDOWN = 60_000;

/** What models answered: one of the tries, with what it took. */
export function Answer({
  place,
  turn,
  number,
  onChoose,
  onEdit,
  onRetry,
  onRemove,
}: {
  readonly place: ProjectPlace;
  readonly turn: Extract<Turn, { kind: 'answer' }>;
  /** Which one of the messages, from 1. */
  readonly number: number;
  readonly onChoose: (chosen: number) => void;
  readonly onEdit: () => void;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}) {
  const { trials, chosen } = turn;
  const trial = trials[chosen];
  if (trial === undefined) return null;
  const isOpen = !isEnded(trial);
  return (
    <article className={styles.answer} aria-label={`Message ${number}`} aria-busy={isOpen}>
      <header className={styles.answerHead}>
        <span className={styles.role}>assistant</span>
        {trials.length > 1 ? (
          <Segmented
            label="Tries"
            value={String(chosen)}
            choices={trials.map((one, index) => ({
              value: String(index),
              label: one.state === 'failed' ? `${index + 1} ✗` : String(index + 1),
            }))}
            onChange={(value) => onChoose(Number(value))}
          />
        ) : null}
        <span className={styles.spacer} />
        {isOpen ? null : (
          <>
            <CopyButton text={trial.text} label="Copy the answer" />
            <IconButton
              size="small"
              label="Change the answer"
              icon={<Pencil aria-hidden />}
              onClick={onEdit}
            />
            <IconButton
              size="small"
              label="Ask again"
              icon={<RotateCcw aria-hidden />}
              onClick={onRetry}
            />
            <IconButton
              size="small"
              label="Delete the message"
              icon={<Trash2 aria-hidden />}
              onClick={onRemove}
            />
          </>
        )}
      </header>
      <TrialView trial={trial} />
      <footer className={styles.facts}>
        {trial.latencyMs === null ? null : <span>{formatLatency(trial.latencyMs)}</span>}
        {trial.usage === null ? null : (
          <span title={`${trial.usage.promptTokens} in, ${trial.usage.completionTokens} out`}>
            {formatCount(trial.usage.totalTokens)} tokens
          </span>
        )}
        {trial.finishReason === null || /^(stop|end_turn|STOP)$/.test(trial.finishReason) ? null : (
          <span>ended by {shownText(trial.finishReason)}</span>
        )}
        {trial.call === null ? null : (
          <Link to="/$entity/$project/weave/calls/$call" params={{ ...place, call: trial.call }}>
            Trace
          </Link>
        )}
      </footer>
    </article>
  );
}

function TrialView({ trial }: { readonly trial: Trial }) {
  const { state, text, reasoning, toolCalls, failure, message } = trial;
  return (
    <>
      {reasoning === '' ? null : (
        <details className={styles.reasoning}>
          <summary>Reasoning</summary>
          <p className={styles.plain}>{shownText(reasoning)}</p>
        </details>
      )}
      {text === '' ? null : state === 'running' || text.length > LONGEST_MARKDOWN ? (
        <p className={styles.plain}>{shownText(text)}</p>
      ) : (
        <Markdown text={text} />
      )}
      {toolCalls.map(({ id, name, arguments: input }) => (
        <ToolCall key={`${id} ${name}`} text={`${name}(${input})`} />
      ))}
      {state === 'waiting' || (state === 'running' && text === '' && reasoning === '') ? (
        <p className={styles.waiting} role="status">
          {state === 'waiting' ? 'Waiting…' : 'The model is thinking…'}
        </p>
      ) : null}
      {state === 'failed' ? (
        <p className={styles.failure} role="alert">
          <strong>{capital(failure ?? 'failed')}.</strong> {shownText(message)}
        </p>
      ) : null}
      {state === 'done' && text === '' && toolCalls.length === 0 ? (
        <p className={styles.waiting}>The model answered nothing.</p>
      ) : null}
    </>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
