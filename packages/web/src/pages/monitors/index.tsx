import type { MonitorView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Activity, Plus } from 'lucide-react';
import { PageWaiting } from '../../app/page-waiting.tsx';
import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
import { buttonClass } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { Panel } from '../../components/panel.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { shownText } from '../../components/shown-text.ts';
import { Cell, HeadCell, Table, Row as TableRow } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useLiveProject } from '../../data/live.ts';
import { useClientScores, useMonitors } from '../../data/monitors.ts';
import { useProject } from '../../data/projects.ts';
import { TracesNav } from '../traces/traces-nav.tsx';
import { ClientScoresPanel } from './client-scores.tsx';
import { ClientBadge, MonitorBadge } from './monitor-state.tsx';
import { allCallsText, callsText, percent, todayText } from './monitor-text.ts';
import styles from './monitors.module.css';

const route = getRouteApi('/$entity/$project/weave/monitors');

/** The monitors of a project, and what clients' own scorers said. */
export function MonitorsPage() {
  const { entity, project } = route.useParams();
  const place = { entity, project };
  const monitors = useMonitors(place);
  const clientScores = useClientScores(place);
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  useTitle('Monitors', project, entity);
  useLiveProject(entity, project);
  if (monitors.data === undefined) return <PageWaiting queries={[monitors]} />;
  const add = canWrite ? (
    <Link
      to="/$entity/$project/weave/monitors/new"
      params={place}
      className={buttonClass('primary')}
    >
      <Plus aria-hidden size={14} />
      New monitor
    </Link>
  ) : null;
  return (
    <>
      <div className={styles.nav}>
        <TracesNav {...place} />
      </div>
      <div className={classNames(page.page, page.wide)}>
        <div className={page.head}>
          <h1 className={page.title}>Monitors</h1>
          <span className={page.spacer} />
          {monitors.data.length === 0 ? null : add}
        </div>
        {monitors.data.length === 0 ? (
          <EmptyState icon={<Activity aria-hidden />} title="No monitors yet" action={add}>
            A monitor has scorers or a model judge a share of the calls that come in, draws the
            scores over time, and raises an alarm when they fall.
          </EmptyState>
        ) : (
          <Panel title="Monitors" count={formatPlural(monitors.data.length, 'monitor')} isFlush>
            <MonitorsTable place={place} monitors={monitors.data} />
          </Panel>
        )}
        {clientScores.data === undefined || clientScores.data.scorers.length === 0 ? null : (
          <ClientScoresPanel place={place} scores={clientScores.data} />
        )}
      </div>
    </>
  );
}

function MonitorsTable({
  place,
  monitors,
}: {
  readonly place: ProjectPlace;
  readonly monitors: readonly MonitorView[];
}) {
  return (
    <ScrollRegion className={styles.scroll}>
      <Table label="Monitors">
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell width="96px">State</HeadCell>
            <HeadCell>Calls</HeadCell>
            <HeadCell align="end" width="84px">
              Share
            </HeadCell>
            <HeadCell>Scorers</HeadCell>
            <HeadCell align="end" width="84px">
              Scored
            </HeadCell>
            <HeadCell align="end" width="84px">
              Failed
            </HeadCell>
            <HeadCell width="190px">Today</HeadCell>
            <HeadCell width="110px">Last score</HeadCell>
          </tr>
        </thead>
        <tbody>
          {monitors.map((monitor) => (
            <TableRow key={monitor.id}>
              <Cell className={styles.nameCell}>
                <Link
                  to="/$entity/$project/weave/monitors/$monitor"
                  params={{ ...place, monitor: String(monitor.id) }}
                >
                  <Truncated text={monitor.name} />
                </Link>
                <ClientBadge monitor={monitor} />
              </Cell>
              <Cell>
                <MonitorBadge monitor={monitor} />
              </Cell>
              <Cell className={styles.filterCell}>
                {callsText(monitor) === '' ? (
                  allCallsText(monitor)
                ) : (
                  <code>
                    <Truncated text={callsText(monitor)} />
                  </code>
                )}
              </Cell>
              <Cell align="end">{percent(monitor.spec.rate)}</Cell>
              <Cell className={styles.filterCell}>
                <Truncated
                  text={monitor.spec.scorers.map(({ name }) => shownText(name)).join(', ')}
                />
              </Cell>
              <Cell align="end">{formatCount(monitor.counts.scored)}</Cell>
              <Cell align="end">{formatCount(monitor.counts.failed)}</Cell>
              <Cell>{todayText(monitor)}</Cell>
              <Cell>
                {monitor.lastScoredAt === null ? '–' : <TimeAgo at={monitor.lastScoredAt} />}
              </Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </ScrollRegion>
  );
}
