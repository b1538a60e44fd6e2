import type { MonitorScoreState, MonitorScores } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { formatDateTime } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { Cell, HeadCell, Table, Row as TableRow } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { type ScoreChoice, useMonitorScores } from '../../../data/monitors.ts';
import styles from './one.module.css';

const STATES: Readonly<Record<MonitorScoreState, readonly [string, Tone]>> = {
  waiting: ['Waits', 'info'],
  scored: ['Scored', 'success'],
  failed: ['Failed', 'danger'],
  'over budget': ['Over budget', 'warning'],
  paused: ['Paused', 'neutral'],
};
const CHOICES = [
  { value: 'all', label: 'All' },
  { value: 'scored', label: 'Scored' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Failed' },
  { value: 'over budget', label: 'Over budget' },
] as const;

/** What a monitor said of single calls, with what failed and why. */
export function ScoresTable({
  place,
  monitor,
  choice,
  onChoose,
}: {
  readonly place: ProjectPlace;
  readonly monitor: string;
  readonly choice: ScoreChoice;
  readonly onChoose: (change: Partial<ScoreChoice>) => void;
}) {
  const query = useMonitorScores(place, monitor, choice);
  const scores = query.data?.pages.flatMap((page) => page.scores) ?? [];
  return (
    <Panel
      title="Calls"
      isFlush
      controls={
        <>
          {choice.from === null || choice.to === null ? null : (
            <Button
              size="small"
              icon={<X aria-hidden />}
              onClick={() => onChoose({ from: null, to: null, scorer: null })}
            >
              {choice.scorer} from {formatDateTime(choice.from)}
            </Button>
          )}
          <Segmented
            label="Which calls are listed"
            value={choice.state ?? 'all'}
            choices={CHOICES}
            onChange={(state) => onChoose({ state: state === 'all' ? null : state })}
          />
        </>
      }
    >
      {scores.length === 0 ? (
        <p className={styles.none}>{query.isPending ? 'Reading…' : 'No calls here.'}</p>
      ) : (
        <ScrollRegion className={styles.scroll}>
          <Table label="Scored calls">
            <thead>
              <tr>
                <HeadCell width="120px">Call ended</HeadCell>
                <HeadCell width="180px">Scorer</HeadCell>
                <HeadCell width="120px">State</HeadCell>
                <HeadCell>What it said</HeadCell>
                <HeadCell width="80px">Call</HeadCell>
              </tr>
            </thead>
            <tbody>
              {scores.map((score) => (
                <Row key={score.id} place={place} score={score} />
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      )}
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function Row({
  place,
  score,
}: {
  readonly place: ProjectPlace;
  readonly score: MonitorScores['scores'][number];
}) {
  const [text, tone] = STATES[score.state];
  return (
    <TableRow>
      <Cell>
        <TimeAgo at={score.callEndedAt} />
      </Cell>
      <Cell className={styles.nameCell}>
        <Truncated text={score.scorer} />
      </Cell>
      <Cell>
        <Badge tone={tone}>{text}</Badge>
      </Cell>
      <Cell className={styles.said}>
        {score.message === null ? (
          score.value === null ? (
            '–'
          ) : (
            <code>
              <Truncated text={JSON.stringify(score.value)} />
            </code>
          )
        ) : (
          <Truncated text={score.message} />
        )}
      </Cell>
      <Cell>
        <Link to="/$entity/$project/weave/calls/$call" params={{ ...place, call: score.callId }}>
          Open
        </Link>
      </Cell>
    </TableRow>
  );
}
