import type { ConsoleLineView } from '@runloom/model';
import {
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ConsoleSearch } from '../../../data/console.ts';
import { baseAround, LINE_HEIGHT, lastBase, movedBase, windowSize } from './line-window.ts';
import { LogLine } from './log-line.tsx';
import styles from './log-view.module.css';

/** Rows drawn above and below what is in view. */
const OVERSCAN = 20;

/** A row to bring to the middle of the view, once. */
export interface LogTarget {
  readonly row: number;
}

/**
 * A log of any length. Only the rows in view are drawn; all are one height, so that where a row
 * stands is arithmetic and a line that arrives costs the same however many came before.
 */
export function LogView({
  count,
  lineAt,
  numberAt,
  lastNumber,
  search,
  currentNumber,
  linkedNumber,
  showsTime,
  isFollowing,
  onFollow,
  onRange,
  onLink,
  target,
  scroller,
}: {
  readonly count: number;
  readonly lineAt: (row: number) => ConsoleLineView | null | undefined;
  /** A line's number in the run: other than its row when only some lines are shown. */
  readonly numberAt: (row: number) => number;
  /** Sets the width of the numbers. */
  readonly lastNumber: number;
  readonly search: ConsoleSearch;
  readonly currentNumber: number | null;
  readonly linkedNumber: number | null;
  readonly showsTime: boolean;
  /** Whether the end is kept in view while lines arrive. */
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  /** Told which rows are in view, both ends included. */
  readonly onRange: (first: number, last: number) => void;
  readonly onLink: (number: number) => void;
  readonly target: LogTarget | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
}) {
  const content = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [base, setBase] = useState(() => lastBase(count));
  const [view, setView] = useState({ first: 0, rows: 0 });
  const reached = useRef<LogTarget | null>(null);
  const shown = useRef({ base, top: 0 });
  const size = windowSize(base, count);

  const readView = useCallback(() => {
    const { current } = scroller;
    if (current === null) return;
    const first = Math.floor(current.scrollTop / LINE_HEIGHT);
    const visible = Math.ceil(current.clientHeight / LINE_HEIGHT) + 1;
    setView((before) =>
      before.first === first && before.rows === visible ? before : { first, rows: visible },
    );
  }, [scroller]);

  useEffect(() => {
    const { current } = scroller;
    if (current === null) return undefined;
    const observer = new ResizeObserver(readView);
    observer.observe(current);
    return () => observer.disconnect();
  }, [scroller, readView]);

  // Where the view stands is settled before the browser paints.
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const moved = shown.current.base - base;
    if (moved !== 0) current.scrollTop += moved * LINE_HEIGHT;
    shown.current.base = base;
    if (isFollowing) {
      if (base === lastBase(count)) current.scrollTop = size * LINE_HEIGHT;
      else setBase(lastBase(count));
    } else if (target !== null && target !== reached.current) {
      if (target.row >= base && target.row < base + size) {
        const middle = (current.clientHeight - LINE_HEIGHT) / 2;
        current.scrollTop = (target.row - base) * LINE_HEIGHT - middle;
        reached.current = target;
      } else setBase(baseAround(target.row, count));
    }
    shown.current.top = current.scrollTop;
    readView();
  }, [scroller, base, count, size, isFollowing, target, view.rows, readView]);

  const firstInView = Math.min(base + view.first, base + Math.max(0, size - 1));
  const lastInView = Math.min(base + view.first + view.rows, base + size - 1);
  const from = Math.max(base, firstInView - OVERSCAN);
  const to = Math.min(base + size - 1, lastInView + OVERSCAN);
  useEffect(() => {
    if (to >= from) onRange(from, to);
  }, [onRange, from, to]);

  // The widest line so far sets how far the log can be scrolled sideways: it never shrinks under the reader.
  useLayoutEffect(() => {
    const width = rows.current?.scrollWidth ?? 0;
    const { current } = content;
    if (current && width > current.clientWidth) current.style.minWidth = `${width}px`;
  });

  const onScroll = () => {
    const { current } = scroller;
    if (current === null) return;
    const isUp = current.scrollTop < shown.current.top;
    shown.current.top = current.scrollTop;
    const isAtEnd =
      base === lastBase(count) &&
      current.scrollTop + current.clientHeight >= size * LINE_HEIGHT - LINE_HEIGHT;
    if (isAtEnd && !isFollowing && !isUp) onFollow(true);
    else if (isUp && !isAtEnd && isFollowing) onFollow(false);
    readView();
    const first = base + Math.floor(current.scrollTop / LINE_HEIGHT);
    setBase(movedBase(base, first, first + view.rows, count));
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.metaKey || event.ctrlKey) return;
    if (event.target.closest('a') === null) return;
    const number = event.target.closest('[data-line]')?.getAttribute('data-line');
    if (number === null || number === undefined) return;
    event.preventDefault();
    onLink(Number(number));
  };

  const drawn = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the links inside take the keys
    <div
      ref={scroller}
      role="log"
      aria-label="Console output"
      // A log that grows by hundreds of lines a second must not be read aloud.
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={styles.scroller}
      onScroll={onScroll}
      onClick={onClick}
    >
      <div ref={content} className={styles.content} style={{ height: size * LINE_HEIGHT }}>
        <div
          ref={rows}
          className={styles.rows}
          style={{
            transform: `translateY(${(from - base) * LINE_HEIGHT}px)`,
            ['--digits' as string]: String(lastNumber + 1).length,
          }}
        >
          {drawn.map((row) => {
            const number = numberAt(row);
            return (
              <LogLine
                key={row}
                line={lineAt(row)}
                number={number}
                search={search}
                isCurrent={number === currentNumber}
                isLinked={number === linkedNumber}
                showsTime={showsTime}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
