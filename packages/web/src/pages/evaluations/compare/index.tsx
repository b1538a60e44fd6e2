import type { EvaluationComparison } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleHelp, Download, Scale, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import layout from '../../../app/shell/full-page.module.css';
import { useTitle } from '../../../app/title.ts';
import { Button } from '../../../components/button.tsx';
import { CheckField } from '../../../components/check-field.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Popover } from '../../../components/popover.tsx';
import { preloadable } from '../../../components/preloadable.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import {
  useComparison,
  useFollowedEvaluations,
  useScoresAhead,
} from '../../../data/evaluations.ts';
import { useLiveProject } from '../../../data/live.ts';
import { EvaluationsNav } from '../evaluations-nav.tsx';
import { saveCsv } from '../shared/save-csv.ts';
import { MetricCharts } from './charts/metric-charts.tsx';
import styles from './compare.module.css';
import {
  type CompareState,
  type CompareView,
  readCompareState,
  writeCompareState,
} from './compare-state.ts';
import { withDirections } from './directions.ts';
import { HowComputed } from './how-computed.tsx';
import { metricsCsv } from './metrics-csv.ts';
import { MetricsTable } from './metrics-table.tsx';

const { Component: ExamplesTab, preload: preloadExamples } = preloadable(
  async () => (await import('./examples/examples-tab.tsx')).ExamplesTab,
);
const PropertiesView = lazy(async () => ({
  default: (await import('./properties-view.tsx')).PropertiesView,
}));

const route = getRouteApi('/$entity/$project/weave/compare-evaluations');

/** Evaluations side by side; the leftmost is what the others are compared with. */
export function ComparePage() {
  const { entity, project } = route.useParams();
  const state = readCompareState(route.useSearch());
  const query = useComparison({ entity, project }, state.ids);
  useTitle('Compare evaluations', project, entity);
  useLiveProject(entity, project);
  useFollowedEvaluations(
    { entity, project },
    query.data?.evaluations.some(({ status }) => status === 'running') ?? false,
  );
  if (state.ids.length === 0) {
    return (
      <EmptyState icon={<Scale aria-hidden />} title="Nothing to compare" heading="h1">
        Choose two or more evaluations in{' '}
        <Link to="/$entity/$project/weave/evaluations" params={{ entity, project }}>
          the list
        </Link>
        .
      </EmptyState>
    );
  }
  if (query.data === undefined) {
    return (
      <>
        {state.view === 'examples' ? (
          <ExamplesAhead entity={entity} project={project} ids={state.ids} />
        ) : null}
        <PageWaiting queries={[query]} />
      </>
    );
  }
  return (
    <Comparison
      entity={entity}
      project={project}
      comparison={query.data}
      state={state}
      isBehind={query.isPlaceholderData}
    />
  );
}

/** Reads the examples, and what draws them, while the comparison is read. */
function ExamplesAhead({
  entity,
  project,
  ids,
}: ProjectPlace & { readonly ids: readonly string[] }) {
  useScoresAhead({ entity, project }, ids);
  // Who draws them says what is wrong with it.
  useEffect(() => void preloadExamples().catch(() => undefined), []);
  return null;
}

const TABS: readonly { readonly value: CompareView; readonly title: string }[] = [
  { value: 'summary', title: 'Summary' },
  { value: 'examples', title: 'Examples' },
  { value: 'properties', title: 'Properties' },
];

interface ComparisonProps {
  readonly entity: string;
  readonly project: string;
  readonly comparison: EvaluationComparison;
  readonly state: CompareState;
  /** Others are asked for and not here yet. */
  readonly isBehind: boolean;
}

function Comparison({ entity, project, comparison, state, isBehind }: ComparisonProps) {
  const navigate = route.useNavigate();
  const { evaluations } = comparison;
  const change = (part: Partial<CompareState>) =>
    void navigate({ search: () => writeCompareState({ ...state, ...part }), replace: true });
  const order = {
    count: evaluations.length,
    move: (from: number, to: number) => change({ ids: moved(state.ids, from, to) }),
    remove: (index: number) => change({ ids: state.ids.toSpliced(index, 1) }),
  };
  return (
    <div className={layout.page} aria-busy={isBehind}>
      <header className={styles.head}>
        <h1 className="visually-hidden">Compare evaluations</h1>
        <EvaluationsNav entity={entity} project={project} />
        <LinkTabs label="Parts of the comparison" isInBar>
          {TABS.map(({ value, title }) => (
            <button
              key={value}
              type="button"
              className={linkTabClass}
              aria-current={value === state.view ? 'page' : undefined}
              onClick={() => change({ view: value })}
            >
              {title}
            </button>
          ))}
        </LinkTabs>
        <span className={layout.spacer} />
        <span className={layout.count} role="status">
          {formatPlural(evaluations.length, 'evaluation')},{' '}
          {formatPlural(comparison.commonCount, 'common example')}
        </span>
      </header>
      <Suspense fallback={<Skeleton lines={8} label="Loading" />}>
        {state.view === 'examples' ? (
          <ExamplesTab
            entity={entity}
            project={project}
            evaluations={evaluations}
            state={state}
            onChange={change}
          />
        ) : (
          <ScrollRegion className={styles.body}>
            <Warnings comparison={comparison} />
            {state.view === 'properties' ? (
              <PropertiesView
                entity={entity}
                project={project}
                evaluations={evaluations}
                hasAll={state.hasAllProperties}
                onHasAll={(hasAllProperties) => change({ hasAllProperties })}
              />
            ) : (
              <Summary
                entity={entity}
                project={project}
                evaluations={evaluations}
                metrics={withDirections(comparison.metrics, state.turned)}
                order={order}
                onTurn={(key) => change({ turned: toggled(state.turned, key) })}
              />
            )}
          </ScrollRegion>
        )}
      </Suspense>
    </div>
  );
}

function Summary({
  entity,
  project,
  evaluations,
  metrics,
  order,
  onTurn,
}: Omit<Parameters<typeof MetricsTable>[0], 'onlyDifferent'>) {
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  return (
    <>
      <Panel
        title="Metrics"
        count={formatCount(metrics.length)}
        isFlush
        controls={
          <div className={styles.controls}>
            <CheckField
              label="Only clear differences"
              isChecked={onlyDifferent}
              onChange={setOnlyDifferent}
            />
            <Popover
              label="How this is computed"
              align="end"
              trigger={
                <Button size="small" kind="quiet" icon={<CircleHelp aria-hidden />}>
                  How this is computed
                </Button>
              }
            >
              <HowComputed />
            </Popover>
            <Button
              size="small"
              icon={<Download aria-hidden />}
              onClick={() => saveCsv('metrics.csv', metricsCsv(evaluations, metrics))}
            >
              CSV
            </Button>
          </div>
        }
      >
        <MetricsTable
          entity={entity}
          project={project}
          evaluations={evaluations}
          metrics={metrics}
          order={order}
          onlyDifferent={onlyDifferent}
          onTurn={onTurn}
        />
      </Panel>
      <MetricCharts evaluations={evaluations} metrics={metrics} />
    </>
  );
}

function Warnings({ comparison: { warnings } }: Pick<ComparisonProps, 'comparison'>) {
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label="What limits the comparison">
      {warnings.map(({ message }) => (
        <li key={message}>
          <TriangleAlert aria-hidden />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}

/** The list without the text, or with it. */
const toggled = (texts: readonly string[], text: string): readonly string[] =>
  texts.includes(text) ? texts.filter((one) => one !== text) : [...texts, text];

/** The list with one item at another place. */
function moved(ids: readonly string[], from: number, to: number): readonly string[] {
  const id = ids[from];
  return id === undefined ? ids : ids.toSpliced(from, 1).toSpliced(to, 0, id);
}
