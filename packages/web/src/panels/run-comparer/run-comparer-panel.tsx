import { MOST_COMPARED_RUNS, type RunComparerSettings } from '@runloom/model';
import { useMemo } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { comparedRows, comparisonOf } from '../../components/comparison/compared-rows.ts';
import { ComparedTable } from '../../components/comparison/compared-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { IconToggle } from '../../components/icon-toggle.tsx';
import { runLabel } from '../../components/run-label.ts';
import { SearchField } from '../../components/search-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useWholeRuns } from '../../data/run-comparison.ts';
import { useBoard } from '../board/board-context.ts';
import { createMatcher } from '../board/matcher.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { runParts } from './compare-runs.ts';
import { differenceOf, shownValue } from './difference.ts';
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
  const { search, isExpression, parts, onlyDifferences } = settings;
  const comparison = useMemo(() => comparisonOf(runParts(whole ?? [], parts)), [whole, parts]);
  const folded = useMemo(() => new Set(settings.folded), [settings.folded]);
  const matcher = useMemo(() => createMatcher(search, isExpression), [search, isExpression]);
  const rows = useMemo(
    () =>
      comparedRows(comparison, {
        onlyDifferences,
        folded,
        matches: search === '' ? null : matcher.matches,
      }),
    [comparison, onlyDifferences, folded, search, matcher],
  );
  const wanted = settings.baseline || pinned;
  const found = whole?.findIndex(({ name }) => name === wanted) ?? -1;
  const baseline = Math.max(0, found);
  const byName = new Map(runs.map((run) => [run.name, run]));
  const toggle = (id: string) =>
    onChange({
      folded: folded.has(id) ? settings.folded.filter((one) => one !== id) : [...folded, id],
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
          label="Runs side by side"
          rows={rows}
          columns={whole.map((run) => {
            const { label = runLabel(run), colour = 'var(--border-strong)' } =
              byName.get(run.name) ?? {};
            return {
              key: run.name,
              head: (
                <>
                  <span className={styles.dot} style={{ background: colour }} />
                  <Truncated text={label} />
                </>
              ),
            };
          })}
          baseline={baseline}
          folded={folded}
          isSearched={search !== ''}
          showValue={shownValue}
          differenceOf={(value, other, field) =>
            differenceOf(value, other, {
              field,
              how: settings.difference,
              definitions: whole[baseline]?.metricDefinitions ?? [],
            })
          }
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
