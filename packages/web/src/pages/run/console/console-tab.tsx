import { ArrowDown, SquareTerminal } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { readStored, writeStored } from '../../../components/storage.ts';
import { useToasts } from '../../../components/toast.tsx';
import {
  type ConsoleSearch,
  consoleDownloadAddress,
  MOST_MATCHES,
  useConsoleLabels,
  useConsoleLines,
  useConsoleSearch,
  useErrorLines,
} from '../../../data/console.ts';
import { useLineCount } from '../../../data/line-count.ts';
import { useShownRun } from '../run-context.ts';
import styles from './console.module.css';
import { ConsoleToolbar } from './console-toolbar.tsx';
import { type LogTarget, LogView } from './log-view.tsx';
import { positionOf, step } from './match-steps.ts';
import { useConsoleState } from './use-console-state.ts';

const TIME_KEY = 'runloom.console.times';
/** Lines asked for before the view tells which ones it shows. */
const FIRST_LINES = 100;

/** What the script printed, as it comes. */
export function ConsoleTab() {
  const { entity, project, name, run } = useShownRun();
  const address = useMemo(() => ({ entity, project, run: name }), [entity, project, name]);
  const { typed, setTyped, search, narrow, linkedNumber, link } = useConsoleState();
  const labels = useConsoleLabels(address);
  const findErrors = useErrorLines(address);
  const toasts = useToasts();
  const isSearched = search.text !== '' || search.level !== null || search.label !== null;
  const count = useLineCount(address, run.logLineCount);
  const [range, setRange] = useState({ first: Math.max(0, count - FIRST_LINES), last: count - 1 });
  const lines = useConsoleLines(address, range.first, range.last);
  const found = useConsoleSearch(address, search);
  const matches = useMemo(
    () => (isSearched ? (found.data?.lines ?? []) : []),
    [isSearched, found.data],
  );
  const matchNumbers = useMemo(() => matches.map(({ number }) => number), [matches]);
  const [current, setCurrent] = useState<number | null>(null);
  const [isNarrowed, setNarrowed] = useState(false);
  const [isFollowing, setFollowing] = useState(linkedNumber === null && !isSearched);
  const [pausedAt, setPausedAt] = useState(count);
  const [showsTime, setShowsTime] = useState(() => readStored(TIME_KEY) === '1');
  const [target, setTarget] = useState<LogTarget | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // Of a level or a label only its own lines are of interest.
  const isFiltered = search.level !== null || search.label !== null;
  const isShownNarrowed = isFiltered || (isNarrowed && search.text !== '');

  const follow = useCallback(
    (next: boolean) => {
      setFollowing(next);
      setPausedAt(count);
    },
    [count],
  );
  const goTo = useCallback((number: number | null) => {
    if (number === null) return;
    setFollowing(false);
    setCurrent(number);
    setTarget({ row: number });
  }, []);
  const stepBy = (by: 1 | -1) => {
    const from = current ?? range.first;
    const number = step(matchNumbers, from, by);
    if (number === null) return;
    if (isShownNarrowed) {
      setCurrent(number);
      setFollowing(false);
      setTarget({ row: positionOf(matchNumbers, number) });
    } else goTo(number);
  };

  const goToError = async () => {
    try {
      const next = step(await findErrors(), current ?? -1, 1);
      if (next === null) {
        toasts.success('No error found', 'No line names an error, an exception or a traceback.');
        return;
      }
      if (isFiltered) narrow({ level: null, label: null });
      setNarrowed(false);
      goTo(next);
    } catch (error) {
      toasts.failure('The errors could not be looked for', error);
    }
  };

  // A new search goes to the match nearest to what is read; while lines arrive it stays where it is.
  const answered = found.data !== undefined && !found.isPlaceholderData ? search : null;
  const [searched, setSearched] = useState<ConsoleSearch | null>(null);
  useEffect(() => {
    if (answered === searched) return;
    setSearched(answered);
    if (answered === null || answered.text === '') {
      setCurrent(null);
      return;
    }
    const next = step(matchNumbers, current ?? range.first - 1, 1);
    if (next !== null && !isShownNarrowed) goTo(next);
    else setCurrent(next);
  }, [answered, searched, matchNumbers, current, range.first, isShownNarrowed, goTo]);

  // An address that points at a line shows it.
  useEffect(() => {
    if (linkedNumber !== null) setTarget({ row: linkedNumber });
  }, [linkedNumber]);

  useShortcuts('Console', [
    { keys: '/', label: 'Search the output', run: () => field.current?.focus() },
    { keys: 'n', label: 'Next match', run: () => stepBy(1) },
    { keys: 'shift+n', label: 'Previous match', run: () => stepBy(-1) },
    { keys: 'e', label: 'Next error', run: () => void goToError() },
    { keys: 'end', label: 'Jump to the latest line', run: () => follow(true) },
    { keys: 't', label: 'Show or hide times', run: () => changeTime(!showsTime) },
  ]);
  const changeTime = (next: boolean) => {
    writeStored(TIME_KEY, next ? '1' : null);
    setShowsTime(next);
  };
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const ignoreRange = useCallback(() => {}, []);

  if (count === 0) return <NothingPrinted isAlive={run.state === 'running'} />;
  if (lines.error !== null && lines.totalCount === 0) {
    return <ErrorState error={lines.error} onRetry={lines.retry} />;
  }
  const shownCount = isShownNarrowed ? matches.length : count;
  const isAtEnd = isFollowing || isShownNarrowed;
  return (
    <div className={styles.console}>
      <ConsoleToolbar
        search={typed}
        onSearch={setTyped}
        searchRef={field}
        found={
          !isSearched || found.data === undefined || found.error !== null
            ? null
            : {
                count: matches.length,
                isCut: matches.length >= MOST_MATCHES,
                position: current === null ? 0 : positionOf(matchNumbers, current) + 1,
              }
        }
        onStep={stepBy}
        narrowing={search}
        onNarrowing={narrow}
        labels={labels}
        onError={() => void goToError()}
        isNarrowed={isShownNarrowed}
        onNarrow={(next) => {
          setNarrowed(next);
          setFollowing(false);
          if (current === null) return;
          setTarget({ row: next ? positionOf(matchNumbers, current) : current });
        }}
        showsTime={showsTime}
        onTime={changeTime}
        count={count}
        address={address}
        downloadAddress={consoleDownloadAddress(address)}
      />
      <div className={styles.log}>
        {found.error !== null && isSearched ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <LogView
            // All lines and some of them are lists of their own, each with its place.
            key={isShownNarrowed ? `matches ${search.level} ${search.label}` : 'all'}
            target={target}
            scroller={scroller}
            count={shownCount}
            lineAt={isShownNarrowed ? (row) => matches[row] : lines.lineAt}
            numberAt={isShownNarrowed ? (row) => matches[row]?.number ?? 0 : (row) => row}
            lastNumber={count - 1}
            search={search}
            currentNumber={current}
            linkedNumber={linkedNumber}
            showsTime={showsTime}
            isFollowing={isFollowing && !isShownNarrowed}
            onFollow={isShownNarrowed ? ignoreRange : follow}
            onRange={isShownNarrowed ? ignoreRange : onRange}
            onLink={(number) => {
              setFollowing(false);
              setNarrowed(false);
              if (isFiltered) narrow({ level: null, label: null });
              link(number);
            }}
          />
        )}
        {isAtEnd ? null : (
          <div className={styles.jump}>
            <Button
              size="small"
              kind="primary"
              icon={<ArrowDown aria-hidden />}
              onClick={() => {
                follow(true);
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              {jumpText(count - pausedAt, run.state === 'running')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function jumpText(newLines: number, isAlive: boolean): string {
  if (newLines > 0) return formatPlural(newLines, 'new line');
  return isAlive ? 'Jump to latest' : 'Jump to end';
}

function NothingPrinted({ isAlive }: { readonly isAlive: boolean }) {
  return (
    <EmptyState
      icon={<SquareTerminal aria-hidden />}
      title={isAlive ? 'Nothing printed yet' : 'No console output'}
    >
      {isAlive
        ? 'What the script prints appears here within seconds.'
        : 'The script printed nothing, or its client was told not to send it (console="off").'}
    </EmptyState>
  );
}
