import type { TableSettings } from '@runloom/model';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../components/format.ts';
import { indexAtOrBefore, unionOfSteps } from '../../components/media/step-position.ts';
import { StepSlider } from '../../components/media/step-slider.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useMediaUpdates } from '../../data/media-updates.ts';
import { useBoard } from '../board/board-context.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { MOST_PARTS, useRunTables } from '../run-tables.ts';
import { CombinedTableView } from './combined-table-view.tsx';
import { HistogramStrip } from './histogram-strip.tsx';
import { TableBar } from './table-bar.tsx';
import type { EngineSource } from './table-engine.ts';
import styles from './table-panel.module.css';
import { useTableEngine } from './use-table-engine.ts';

const MOST_RUNS = 50;
/** A browser holds and sorts about this much without running out of memory. */
const MOST_BYTES = 400_000_000;

/** Tables of the shown runs as one table. */
export function TablePanel({ spec, settings, onChange, isFullScreen }: PanelProps<TableSettings>) {
  const { entity, project, runs: all } = useBoard();
  const runs = useMemo(() => all.slice(0, MOST_RUNS), [all]);
  const addresses = useMemo(
    () => runs.map(({ name }) => ({ entity, project, run: name })),
    [runs, entity, project],
  );
  useMediaUpdates(
    entity,
    project,
    useMemo(() => runs.map(({ name }) => name), [runs]),
  );
  const { key, step, allSteps } = settings;
  const { sources, error, retry } = useRunTables(addresses, key, allSteps ? 'all' : step);
  const isFound = key !== '' && !sources.includes(undefined);
  const found = useMemo(
    () =>
      !isFound
        ? null
        : runs.flatMap((run, index) => {
            const source = sources[index];
            return source === undefined || source.files.length === 0 ? [] : [{ run, source }];
          }),
    [isFound, runs, sources],
  );
  const sizeBytes =
    found?.reduce(
      (sum, { source }) => sum + source.files.reduce((own, file) => own + file.sizeBytes, 0),
      0,
    ) ?? 0;
  const isTooLarge = sizeBytes > MOST_BYTES;
  const opened = useMemo(
    (): readonly EngineSource[] | null =>
      found === null || isTooLarge
        ? null
        : found.map(({ run, source }) => ({
            run: run.name,
            label: run.label,
            version: `${run.name} ${allSteps} ${source.files.map(({ name, updatedAt }) => `${name} ${updatedAt}`).join(' ')}`,
            urls: source.files.map(({ url }) => url),
            steps: allSteps ? source.fileSteps : null,
          })),
    [found, isTooLarge, allSteps],
  );
  const stable = useStableSources(opened);
  const [range, setRange] = useState({ first: 0, last: 100 });
  const { combine, joinColumn, joinKind, filters, sort, groupBy, aggregate } = settings;
  const { showsHistograms, computed } = settings;
  const query = useMemo(
    () => ({
      combine,
      joinColumn,
      joinKind,
      filters,
      sort,
      groupBy,
      aggregate,
      showsHistograms,
      computed,
    }),
    [combine, joinColumn, joinKind, filters, sort, groupBy, aggregate, showsHistograms, computed],
  );
  const engine = useTableEngine(stable, query, range);
  const steps = useMemo(
    () => unionOfSteps(sources.map((source) => source?.steps ?? [])),
    [sources],
  );
  const { view } = engine;
  const without = isFound ? runs.length - (found?.length ?? 0) : 0;
  const told = found?.find(({ source }) => source.toldRows !== null)?.source.toldRows ?? null;
  const failure = error ?? engine.error;
  const colours = found?.map(({ run }) => run.colour) ?? [];
  const labels = found?.map(({ run }) => run.label) ?? [];
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={engine.isPending || (key !== '' && !isFound && runs.length > 0)}
      menu={null}
      facts={
        view === null ? null : (
          <>
            {formatPlural(found?.length ?? 0, 'run')}
            {without > 0 ? ` · ${formatCount(without)} without` : null}
            {all.length > MOST_RUNS ? ` · ${formatCount(all.length - MOST_RUNS)} left out` : null}
          </>
        )
      }
    >
      {key === '' ? (
        <p className={styles.none}>Choose a table in the panel’s settings.</p>
      ) : failure !== null ? (
        <ErrorState error={failure} onRetry={error === null ? engine.retry : retry} />
      ) : isTooLarge ? (
        <EmptyState title="These tables are too large to be shown together">
          They have {formatBytes(sizeBytes)}. Hide some of the runs.
        </EmptyState>
      ) : found !== null && found.length === 0 ? (
        <p className={styles.none}>No shown run has a table called “{key}” here.</p>
      ) : view === null ? (
        <div className={styles.pending}>
          <Skeleton lines={8} label="Loading the tables" />
        </div>
      ) : (
        <div className={styles.panel}>
          <TableBar
            settings={settings}
            view={view}
            onChange={onChange}
            told={told !== null && told > view.totalCount ? told : null}
          >
            {allSteps && sources.some((source) => source?.isCut) ? (
              <span className={styles.count}>The last {MOST_PARTS} steps of each run</span>
            ) : null}
            {steps.length > 1 && !allSteps ? (
              <StepSlider
                steps={steps}
                index={step === null ? steps.length - 1 : Math.max(0, indexAtOrBefore(steps, step))}
                onChange={(index) =>
                  onChange({ step: index >= steps.length - 1 ? null : (steps[index] ?? null) })
                }
              />
            ) : null}
          </TableBar>
          {view.histograms.length > 0 ? (
            <HistogramStrip histograms={view.histograms} colours={colours} labels={labels} />
          ) : null}
          <CombinedTableView
            label={spec.title}
            view={view}
            labels={labels}
            colours={colours}
            settings={settings}
            rowAt={engine.rowAt}
            onChange={onChange}
            onRange={setRange}
          />
        </div>
      )}
    </PanelFrame>
  );
}

/** Addresses are new each time they are read; the content is not. */
function useStableSources(sources: readonly EngineSource[] | null): readonly EngineSource[] | null {
  const key =
    sources === null ? null : JSON.stringify(sources.map(({ version, label }) => [version, label]));
  return useMemo(() => sources, [key]);
}
