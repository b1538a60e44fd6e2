import type { EvaluationView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { type Column, rowLinkClass } from '../../../components/data-table.tsx';
import { formatCount } from '../../../components/format.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { formatCost, formatLatency } from '../../traces/format.ts';
import { EstimateText } from '../shared/estimate-text.tsx';
import { EvaluationStatusBadge } from '../shared/status.tsx';
import { SubjectLink } from '../shared/subject-link.tsx';
import styles from './list.module.css';
import { scoreColumn } from './list-state.ts';

/** What is chosen to be compared, in the order in which it was. */
export interface Chosen {
  readonly ids: readonly string[];
  readonly isFull: boolean;
  toggle(id: string): void;
}

const NONE = <span className={styles.none}>–</span>;

/** Columns of the list of evaluations, with one for each of the scores. */
export function evaluationColumns(
  place: { readonly entity: string; readonly project: string },
  scores: readonly string[],
  chosen: Chosen,
): readonly Column<EvaluationView>[] {
  return [
    {
      id: 'choose',
      title: 'Compare',
      width: '78px',
      render: ({ id, name }) => (
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={`Compare ${name}`}
          checked={chosen.ids.includes(id)}
          disabled={chosen.isFull && !chosen.ids.includes(id)}
          onChange={() => chosen.toggle(id)}
        />
      ),
    },
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(180px, 2fr)',
      isSortable: true,
      render: ({ id, name }) => (
        <Link
          to="/$entity/$project/weave/evaluations/$evaluation"
          params={{ ...place, evaluation: id }}
          className={rowLinkClass}
        >
          <Truncated text={name} />
        </Link>
      ),
    },
    {
      id: 'status',
      title: 'Status',
      width: '170px',
      isSortable: true,
      render: ({ status, exampleCount, expectedCount }) => (
        <EvaluationStatusBadge status={status} done={exampleCount} expected={expectedCount} />
      ),
    },
    ...(['evaluation', 'model', 'dataset'] as const).map(
      (id): Column<EvaluationView> => ({
        id,
        title: { evaluation: 'Evaluation', model: 'Model', dataset: 'Dataset' }[id],
        width: 'minmax(130px, 1fr)',
        isSortable: true,
        render: (one) => <SubjectLink {...place} subject={one[id]} />,
      }),
    ),
    ...scores.map(
      (key): Column<EvaluationView> => ({
        id: scoreColumn(key),
        title: key,
        width: '128px',
        align: 'end',
        isSortable: true,
        render: (one) => {
          const score = one.scores.find((found) => found.key === key);
          if (score === undefined) return NONE;
          const { kind, mean, low, high, count } = score;
          return <EstimateText kind={kind} value={mean} low={low} high={high} count={count} />;
        },
      }),
    ),
    {
      id: 'latency',
      title: 'Latency',
      width: '92px',
      align: 'end',
      isSortable: true,
      render: ({ latency }) => (latency === null ? NONE : formatLatency(latency.mean * 1_000)),
    },
    {
      id: 'tokens',
      title: 'Tokens',
      width: '92px',
      align: 'end',
      isSortable: true,
      render: ({ tokens }) => (tokens === null ? NONE : formatCount(tokens)),
    },
    {
      id: 'cost',
      title: 'Cost',
      width: '92px',
      align: 'end',
      isSortable: true,
      render: ({ cost }) => (cost === null ? NONE : formatCost(cost)),
    },
    {
      id: 'started',
      title: 'Started',
      width: '110px',
      isSortable: true,
      render: ({ startedAt }) => <TimeAgo at={startedAt} />,
    },
    {
      id: 'user',
      title: 'By',
      width: 'minmax(80px, 0.5fr)',
      isSortable: true,
      render: ({ user }) => (user === null ? NONE : <Truncated text={user} />),
    },
  ];
}
