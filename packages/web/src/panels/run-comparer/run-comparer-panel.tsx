import { MOST_COMPARED_RUNS, type RunComparerSettings } from '@runloom/model';
import { useMemo } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { IconToggle } from '../../components/icon-toggle.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useWholeRuns } from '../../data/run-comparison.ts';
import { useBoard } from '../board/board-context.ts';
import { createMatcher } from '../board/matcher.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { comparedRows, comparisonOf } from './compare-runs.ts';
import { ComparedTable } from './compared-table.tsx';
import styles from './run-comparer.module.css';

/** What the shown runs have in common, and what not. */
export function RunComparerPanel({
  spec,
  settings,
  onChange,
  isFullScreen,
}: PanelProps<RunComparerSettings>) {
  const { entity, project, runs, baseline: pinned } = useBoard();
  const names = useMemo(() => runs.map(({ name }) => name), [runs]);
  const query = useWholeRuns(entity, project, names);
  const whole = query.data?.runs;
  const comparison = useMemo(() => comparisonOf(whole ?? []), [whole]);
  const { search, isExpression, folded, parts, onlyDifferences } = settings;
  const matcher = useMemo(() => createMatcher(search, isExpression), [search, isExpression]);
  const rows = useMemo(
    () =>
      comparedRows(comparison, whole?.length ?? 0, {
        parts,
        onlyDifferences,
        folded: new Set(folded),
        matches: search === '' ? null : matcher.matches,
      }),
    [comparison, whole, parts, onlyDifferences, folded, search, matcher],
  );
  const wanted = settings.baseline || pinned;
  const found = whole?.findIndex(({ name }) => name === wanted) ?? -1;
  const toggle = (id: string) =>
    onChange({
      folded: folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id],
    });
  const keyCount = rows
    .filter(({ kind }) => kind === 'part')
    .reduce((sum, row) => sum + row.count, 0);
  const cut = names.length - MOST_COMPARED_RUNS;
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={query.isFetching && whole !== undefined && query.isPlaceholderData}
      menu={null}
      facts={
        whole === undefined ? null : (
          <>
            {formatPlural(whole.length, 'run')}
            {cut > 0 ? (
              <span className={styles.cut}> · {formatCount(cut)} more shown runs are left out</span>
            ) : null}
          </>
        )
      }
    >
      <div className={styles.bar}>
        <SearchField
          className={styles.search}
          label="Search keys"
          value={search}
          trailing={
            matcher.isBroken ? 'no expression: read as text' : formatPlural(keyCount, 'key')
          }
          onChange={(next) => onChange({ search: next })}
        />
        <IconToggle
          label="Regular expression"
          isOn={isExpression}
          onChange={(isOn) => onChange({ isExpression: isOn })}
        >
          .*
        </IconToggle>
        <CheckField
          label="Only differences"
          isChecked={onlyDifferences}
          onChange={(isOn) => onChange({ onlyDifferences: isOn })}
        />
      </div>
      {whole === undefined ? (
        runs.length === 0 ? (
          <p className={styles.none}>No run is shown. The eye beside a run shows it.</p>
        ) : query.isPending ? (
          <Skeleton lines={8} label="Loading the runs" />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : rows.length === 0 ? (
        <p className={styles.none}>{nothing(search, onlyDifferences, whole.length)}</p>
      ) : (
        <ComparedTable
          rows={rows}
          runs={whole}
          shown={runs}
          baseline={Math.max(0, found)}
          settings={settings}
          onToggle={toggle}
        />
      )}
    </PanelFrame>
  );
}

function nothing(search: string, onlyDifferences: boolean, count: number): string {
  if (search !== '') {
    return onlyDifferences
      ? `Nothing that differs is called “${search}”.`
      : `No key holds “${search}”.`;
  }
  if (onlyDifferences) {
    return count < 2 ? 'One run differs from none: show another.' : 'These runs differ in nothing.';
  }
  return 'These runs have neither config nor summary.';
}
