import type { ClientMonitorView, MonitorView } from '@runloom/model';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button, buttonClass } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useLiveProject } from '../../../data/live.ts';
import {
  type ScoreChoice,
  useChangeMonitor,
  useMonitor,
  useMonitorSeries,
  useRemoveMonitor,
} from '../../../data/monitors.ts';
import { useProject } from '../../../data/projects.ts';
import { ClientBadge, MonitorBadge } from '../monitor-state.tsx';
import { allCallsText, callsText, percent, todayText } from '../monitor-text.ts';
import styles from './one.module.css';
import { ScoresTable } from './scores-table.tsx';
import { SeriesPlot } from './series-plot.tsx';
import { Versions } from './versions.tsx';
import { Watches } from './watches.tsx';

const route = getRouteApi('/$entity/$project/weave/monitors/$monitor');

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: String(HOUR_MS), label: 'Hour' },
  { value: String(24 * HOUR_MS), label: 'Day' },
  { value: String(7 * 24 * HOUR_MS), label: 'Week' },
  { value: String(30 * 24 * HOUR_MS), label: '30 days' },
] as const;
const NO_CHOICE: ScoreChoice = { state: null, scorer: null, from: null, to: null };

/** One monitor: its scores over time, how its alarms stand, and the calls behind them. */
export function MonitorPage() {
  const { entity, project, monitor: id } = route.useParams();
  const place = { entity, project };
  const query = useMonitor(place, id);
  useTitle(query.data?.name ?? 'Monitor', project, entity);
  useLiveProject(entity, project);
  if (query.data === undefined) return <PageWaiting queries={[query]} />;
  return <Monitor key={id} place={place} monitor={query.data} />;
}

function Monitor({
  place,
  monitor,
}: {
  readonly place: ProjectPlace;
  readonly monitor: MonitorView;
}) {
  const id = String(monitor.id);
  const canWrite = useProject(place.entity, place.project).data?.canWrite ?? false;
  const [span, setSpan] = useState<(typeof SPANS)[number]['value']>(SPANS[1].value);
  const [choice, setChoice] = useState(NO_CHOICE);
  const series = useMonitorSeries(place, id, Number(span)).data;
  const choose = (change: Partial<ScoreChoice>) => setChoice({ ...choice, ...change });
  return (
    <div className={classNames(page.page, page.wide)}>
      <Head place={place} monitor={monitor} canWrite={canWrite} />
      {monitor.watches.length === 0 ? null : (
        <Watches place={place} monitor={monitor} canWrite={canWrite} />
      )}
      <Panel
        title="Scores over time"
        controls={<Segmented label="Of the last" value={span} choices={SPANS} onChange={setSpan} />}
      >
        {series === undefined || series.series.length === 0 ? (
          <p className={styles.hint}>
            {series === undefined ? 'Reading…' : 'No number was said of a call in this time.'}
          </p>
        ) : (
          <>
            <div className={styles.plots}>
              {series.series.map((one) => (
                <SeriesPlot
                  key={one.key}
                  series={one}
                  range={series}
                  watch={monitor.watches.find(({ key }) => key === one.key) ?? null}
                  chosen={choice.from}
                  onChoose={(at) =>
                    choose({
                      from: at,
                      to: at + series.bucketMs,
                      scorer: scorerOf(monitor, one.key),
                    })
                  }
                />
              ))}
            </div>
            <p className={styles.hint}>
              Means with 95 % intervals, of calls by when they ended. Choose a point to see its
              calls below.
            </p>
          </>
        )}
      </Panel>
      <ScoresTable place={place} monitor={id} choice={choice} onChoose={choose} />
      <Versions place={place} monitor={monitor} />
    </div>
  );
}

/** The scorer whose leaf a key names. */
const scorerOf = ({ spec }: MonitorView, key: string): string | null =>
  spec.scorers.find(({ name }) => key === name || key.startsWith(`${name}.`))?.name ?? null;

function Head({
  place,
  monitor,
  canWrite,
}: {
  readonly place: ProjectPlace;
  readonly monitor: MonitorView;
  readonly canWrite: boolean;
}) {
  const change = useChangeMonitor(place, monitor.id);
  const remove = useRemoveMonitor(place, monitor.id);
  const [isRemoving, setRemoving] = useState(false);
  const navigate = useNavigate();
  const toasts = useToasts();
  const { spec, counts, isActive, client } = monitor;
  const calls = callsText(monitor);
  return (
    <header className={styles.head}>
      <div className={page.head}>
        <Link to="/$entity/$project/weave/monitors" params={place}>
          Monitors
        </Link>
        <h1 className={page.title}>
          <Truncated text={monitor.name} />
        </h1>
        <MonitorBadge monitor={monitor} />
        <ClientBadge monitor={monitor} />
        <span className={page.spacer} />
        {canWrite ? (
          <>
            <Button
              icon={isActive ? <Pause aria-hidden /> : <Play aria-hidden />}
              isBusy={change.isPending}
              onClick={() =>
                change.mutate(
                  { isActive: !isActive },
                  { onError: (error) => toasts.failure('The monitor stays as it is', error) },
                )
              }
            >
              {isActive ? 'Pause' : 'Go on'}
            </Button>
            {spec.scorers.length === 0 ? null : (
              <Link
                to="/$entity/$project/weave/monitors/$monitor/edit"
                params={{ ...place, monitor: String(monitor.id) }}
                className={buttonClass()}
              >
                <Pencil aria-hidden size={14} />
                {client === null ? 'Change' : 'Alarms and budget'}
              </Link>
            )}
            <Button icon={<Trash2 aria-hidden />} onClick={() => setRemoving(true)}>
              Remove
            </Button>
          </>
        ) : null}
      </div>
      {spec.description === '' ? null : <p className={styles.hint}>{spec.description}</p>}
      {client === null ? null : <ClientNote client={client} />}
      <dl className={styles.facts}>
        <Fact title="Calls">
          {calls === '' ? allCallsText(monitor) : <code>{shownText(calls)}</code>}
          {spec.rootsOnly ? ', roots of traces' : ''}
        </Fact>
        <Fact title="Share">{percent(spec.rate)}</Fact>
        <Fact title="Scored">{formatCount(counts.scored)}</Fact>
        <Fact title="Waiting">{formatCount(counts.waiting)}</Fact>
        <Fact title="Failed">{formatCount(counts.failed)}</Fact>
        <Fact title="Over budget">{formatCount(counts.overBudget)}</Fact>
        <Fact title="Today">{todayText(monitor)}</Fact>
      </dl>
      <ConfirmDialog
        isOpen={isRemoving}
        title={`Remove ${monitor.name}?`}
        confirm="Remove"
        isBusy={remove.isPending}
        onClose={() => setRemoving(false)}
        onConfirm={() =>
          remove.mutate(null, {
            onSuccess: () =>
              void navigate({ to: '/$entity/$project/weave/monitors', params: place }),
            onError: (error) => toasts.failure('The monitor stays', error),
          })
        }
      >
        Its charts and history go. What it said of calls stays with them as feedback.
      </ConfirmDialog>
    </header>
  );
}

/** Where a monitor comes from, and what of it does not run here. */
function ClientNote({ client }: { readonly client: ClientMonitorView }) {
  return (
    <>
      <p className={styles.hint}>
        A client made this monitor (
        <code>{client.isJoined ? 'weave.ClassifierMonitor' : 'weave.Monitor'}</code>) and says what
        it looks at. Here you can pause it, have alarms watch it, and give it a budget.
        {client.hasTurns && client.ops.length > 0 ? ' It looks at turns of agents, too.' : null}
        {client.debounce === null ? null : ` ${debounceText(client.debounce)}`}
        {client.isJoined ? ' Judges of one model are asked as one question.' : null}
      </p>
      {client.problems.length === 0 ? null : (
        <ul className={styles.problems} aria-label="What is not carried out">
          {client.problems.map(({ scorer, text }) => (
            <li key={`${scorer} ${text}`}>
              <Badge tone="warning">
                {scorer === null ? 'Not carried out' : `${shownText(scorer)} does not run here`}
              </Badge>{' '}
              {shownText(text)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const debounceText = ({
  by,
  seconds,
  hasAll,
}: NonNullable<ClientMonitorView['debounce']>): string => {
  const calls = `the calls of a ${by} that follow each other within ${formatPlural(seconds, 'second')}`;
  return hasAll
    ? `All ${calls.slice(4)} are scored as one.`
    : `Of ${calls}, only the last is scored.`;
};

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
