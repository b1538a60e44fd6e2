import type { CallUseRequest } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Coins } from 'lucide-react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useCallUse } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { formatCost } from '../format.ts';
import { readTime } from '../list/list-state.ts';
import { type PlotSeries, TimePlot } from '../list/time-plot.tsx';
import { TimeRange } from '../list/time-range.tsx';
import { TracesNav } from '../traces-nav.tsx';
import styles from './usage.module.css';

const route = getRouteApi('/$entity/$project/weave/usage');

type By = CallUseRequest['by'];
const BY: readonly { value: By; label: string }[] = [
  { value: 'model', label: 'Model' },
  { value: 'user', label: 'User' },
  { value: 'op', label: 'Op' },
];
/** Lines of a plot; more could not be told apart. */
const MOST_LINES = 8;

/** Tokens and cost of a project by model, user or op, over time. */
export function UsagePage() {
  const { entity, project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  useTitle('Usage', project, entity);
  useLiveProject(entity, project);
  const by = BY.find(({ value }) => value === search.by)?.value ?? 'model';
  const [from, to] = [readTime(search.from), readTime(search.to)];
  const query = useCallUse(
    { entity, project },
    {
      by,
      rootsOnly: false,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
    },
  );
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { data } = query;
  const choose = (start: number | null, end: number | null) =>
    void navigate({
      search: (before) => ({
        ...before,
        from: start === null ? undefined : new Date(start).toISOString(),
        to: end === null ? undefined : new Date(end).toISOString(),
      }),
      replace: true,
    });
  const times = [
    ...new Set(data.groups.flatMap(({ buckets }) => buckets.map(({ at }) => at))),
  ].sort((a, b) => a - b);
  const lines = (read: (bucket: { tokens: number; cost: number | null }) => number | null) =>
    data.groups.slice(0, MOST_LINES).map(({ name, buckets }, index): PlotSeries => {
      const byTime = new Map(buckets.map((bucket) => [bucket.at, read(bucket)]));
      return {
        name,
        kind: 'line',
        colour: `var(--run-${index})`,
        values: times.map((at) => byTime.get(at) ?? null),
      };
    });
  const shared = { range: data, bucketMs: data.bucketMs, times, onChoose: choose };
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className="visually-hidden">Usage</h1>
        <TracesNav entity={entity} project={project} />
        <span className={page.spacer} />
        <TimeRange from={from} to={to} onChange={choose} />
        <Segmented
          label="By what"
          value={by}
          choices={BY}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, by: value === 'model' ? undefined : value }),
              replace: true,
            })
          }
        />
      </div>
      {data.groups.length === 0 ? (
        <EmptyState icon={<Coins aria-hidden />} title="No use of models">
          Calls that tell how many tokens they took are summed up here.
        </EmptyState>
      ) : (
        <>
          <div className={styles.plots}>
            <TimePlot
              {...shared}
              title="Cost"
              format={formatCost}
              series={lines(({ cost }) => cost)}
            />
            <TimePlot
              {...shared}
              title="Tokens"
              format={formatCount}
              series={lines(({ tokens }) => tokens)}
            />
          </div>
          <Panel title={`By ${by}`} count={formatCount(data.groups.length)} isFlush>
            <Table label={`Use by ${by}`}>
              <thead>
                <tr>
                  <HeadCell width="36%">{BY.find(({ value }) => value === by)?.label}</HeadCell>
                  <HeadCell align="end">Requests</HeadCell>
                  <HeadCell align="end">Input tokens</HeadCell>
                  <HeadCell align="end">Output tokens</HeadCell>
                  <HeadCell align="end">All tokens</HeadCell>
                  <HeadCell align="end">Cost</HeadCell>
                </tr>
              </thead>
              <tbody>
                {data.groups.slice(0, 500).map((group, index) => (
                  <Row key={group.name}>
                    <Cell>
                      <span className={styles.name}>
                        {index < MOST_LINES ? (
                          <span
                            aria-hidden
                            className={styles.mark}
                            style={{ background: `var(--run-${index})` }}
                          />
                        ) : null}
                        <Truncated text={group.name === '' ? '–' : group.name} />
                      </span>
                    </Cell>
                    <Cell align="end">{formatCount(group.requests)}</Cell>
                    <Cell align="end">{formatCount(group.inputTokens)}</Cell>
                    <Cell align="end">{formatCount(group.outputTokens)}</Cell>
                    <Cell align="end">{formatCount(group.totalTokens)}</Cell>
                    <Cell align="end">
                      {group.cost === null ? 'No price' : formatCost(group.cost)}
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          </Panel>
        </>
      )}
    </div>
  );
}
