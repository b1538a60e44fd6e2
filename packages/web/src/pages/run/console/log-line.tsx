import type { ConsoleLineView } from '@runloom/model';
import { memo } from 'react';
import { parseAnsi, plainText } from '../../../components/ansi/ansi.ts';
import { ansiCss } from '../../../components/ansi/ansi-css.ts';
import { classNames } from '../../../components/class-names.ts';
import { formatCount } from '../../../components/format.ts';
import { findMatches } from '../../../components/matches.ts';
import type { ConsoleSearch } from '../../../data/console.ts';
import styles from './log-view.module.css';
import { markSegments } from './marked-segments.ts';
import { findPattern } from './pattern-matches.ts';

/** Longer lines are cut on screen; copies and downloads hold them whole. */
const MOST_CHARACTERS = 5000;

export interface LogLineProps {
  /** Null while it is loading, undefined when the run has none of this number. */
  readonly line: ConsoleLineView | null | undefined;
  /** Counted from 0. */
  readonly number: number;
  readonly search: ConsoleSearch;
  /** It holds the match that the reader stands at. */
  readonly isCurrent: boolean;
  /** The address points at it. */
  readonly isLinked: boolean;
  readonly showsTime: boolean;
}

/** One line of the log: number, time, text with its colours. */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { line, number, isCurrent, isLinked, showsTime } = props;
  const isError = line?.level === 'error';
  return (
    <div
      className={classNames(styles.line, isCurrent && styles.current, isLinked && styles.linked)}
      data-line={number}
    >
      <span className={classNames(styles.gutter, isError && styles.error)}>
        {isError ? <span className="visually-hidden">stderr</span> : null}
        <a className={styles.number} href={`?line=${number + 1}`} tabIndex={-1}>
          {number + 1}
        </a>
        {showsTime ? <span className={styles.time}>{timeText(line?.timestampMs)}</span> : null}
      </span>
      {line?.label ? <span className={styles.label}>{line.label}</span> : null}
      {line === null ? (
        <span className={styles.loading} />
      ) : (
        <LogText text={line?.text ?? ''} search={props.search} />
      )}
    </div>
  );
});

function LogText({ text, search }: { readonly text: string; readonly search: ConsoleSearch }) {
  const shown = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text;
  const find = search.isPattern ? findPattern : findMatches;
  const matches = search.text === '' ? [] : find(plainText(shown), search.text);
  return (
    <span className={styles.text}>
      {markSegments(parseAnsi(shown), matches).map((part) => {
        const css = ansiCss(part.style);
        if (part.isMatch) {
          return (
            <mark key={part.start} className={styles.match}>
              {part.text}
            </mark>
          );
        }
        return css ? (
          <span key={part.start} style={css}>
            {part.text}
          </span>
        ) : (
          part.text
        );
      })}
      {text.length > shown.length ? (
        <span className={styles.cut}>
          … {formatCount(text.length - shown.length)} more characters
        </span>
      ) : null}
    </span>
  );
}

/** Day and time to the millisecond in the reader's zone, in a form that sorts. */
function timeText(timestampMs: number | null | undefined): string {
  if (timestampMs === null || timestampMs === undefined) return '';
  const at = new Date(timestampMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${day} ${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
