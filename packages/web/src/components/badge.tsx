import type { RunState } from '@runloom/model';
import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'accent';

/** A short label. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  );
}

const STATE_TONE: Readonly<Record<RunState, Tone>> = {
  pending: 'neutral',
  running: 'info',
  finished: 'success',
  failed: 'danger',
  crashed: 'danger',
  killed: 'warning',
  preempting: 'warning',
  preempted: 'warning',
};

const STATE_TEXT: Readonly<Record<RunState, string>> = {
  pending: 'Pending',
  running: 'Running',
  finished: 'Finished',
  failed: 'Failed',
  crashed: 'Crashed',
  killed: 'Killed',
  preempting: 'Preempting',
  preempted: 'Preempted',
};

/**
 * State of a run: told by text and shape, coloured on top. One alone pulses while its run goes on; a
 * list of them would keep the page drawing sixty times a second for as long as it is open.
 */
export function StatePill({
  state,
  isListed = false,
  detail,
}: {
  readonly state: RunState;
  /** One of many. */
  readonly isListed?: boolean;
  /** Added to the text, e.g. `exit 1`. */
  readonly detail?: string | undefined;
}) {
  return (
    <span className={classNames(styles.badge, styles.pill, styles[STATE_TONE[state]])}>
      <StateMark state={state} pulses={!isListed} />
      {STATE_TEXT[state]}
      {detail ? <span className={styles.detail}>{detail}</span> : null}
    </span>
  );
}

/** State of a run as a mark only, for tight rows; read aloud as its name. */
export function StateDot({ state }: { readonly state: RunState }) {
  return (
    <span
      className={classNames(styles.dot, styles[STATE_TONE[state]])}
      role="img"
      aria-label={STATE_TEXT[state]}
      title={STATE_TEXT[state]}
    >
      <StateMark state={state} />
    </span>
  );
}

/** A shape for each state, so that colour is never the only sign. */
function StateMark({
  state,
  pulses = false,
}: {
  readonly state: RunState;
  readonly pulses?: boolean;
}) {
  return (
    <svg
      viewBox="0 0 10 10"
      aria-hidden="true"
      className={classNames(styles.mark, pulses && state === 'running' && styles.pulse)}
    >
      {state === 'running' ? <circle cx="5" cy="5" r="3.2" fill="currentColor" /> : null}
      {state === 'finished' ? <path d="M1.8 5.2 4.2 7.6 8.4 2.6" /> : null}
      {state === 'failed' || state === 'crashed' ? (
        <path d="M2.2 2.2 7.8 7.8M7.8 2.2 2.2 7.8" />
      ) : null}
      {state === 'killed' ? <rect x="2" y="2" width="6" height="6" rx="1" /> : null}
      {state === 'pending' ? <circle cx="5" cy="5" r="3.2" /> : null}
      {state === 'preempting' || state === 'preempted' ? <path d="M3.2 2v6M6.8 2v6" /> : null}
    </svg>
  );
}
