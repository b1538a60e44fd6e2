import { type CALL_COLUMN_IDS, type CallRowView, readCallField } from '@runloom/model';
import type { ReactNode } from 'react';
import { formatCount } from '../../../components/format.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { formatCost, formatLatency } from '../format.ts';
import { StatusBadge } from '../status.tsx';
import styles from './list.module.css';
import { pathColumns } from './list-state.ts';

export interface CallColumn {
  readonly id: string;
  readonly title: string;
  /** px */
  readonly width: number;
  readonly align?: 'end';
  /** What the list is sorted by; absent where it can't be. */
  readonly sort?: string;
  readonly render: (row: CallRowView) => ReactNode;
}

const OWN: Readonly<
  Record<Exclude<(typeof CALL_COLUMN_IDS)[number], 'name'>, Omit<CallColumn, 'id'>>
> = {
  status: {
    title: 'Status',
    width: 112,
    render: ({ status, error }) => <StatusBadge status={status} title={error ?? undefined} />,
  },
  op: { title: 'Op', width: 160, render: ({ op }) => <Truncated text={op} /> },
  inputs: { title: 'Inputs', width: 260, render: ({ inputs }) => <Preview text={inputs} /> },
  output: { title: 'Output', width: 260, render: ({ output }) => <Preview text={output} /> },
  started: {
    title: 'Started',
    width: 112,
    render: ({ startedAt }) => <TimeAgo at={startedAt} />,
  },
  latency: {
    title: 'Latency',
    width: 92,
    align: 'end',
    render: ({ latencyMs }) => (latencyMs === null ? '–' : formatLatency(latencyMs)),
  },
  tokens: {
    title: 'Tokens',
    width: 88,
    align: 'end',
    render: ({ tokens }) => (tokens === null ? '–' : formatCount(tokens)),
  },
  cost: {
    title: 'Cost',
    width: 108,
    align: 'end',
    render: ({ cost }) => (cost === null ? '–' : formatCost(cost)),
  },
  user: {
    title: 'User',
    width: 112,
    render: ({ user }) => (user === null ? '–' : <Truncated text={user} />),
  },
  thread: {
    title: 'Thread',
    width: 140,
    render: ({ thread }) => (thread === null ? '–' : <Truncated text={thread} />),
  },
  error: {
    title: 'Error',
    width: 260,
    render: ({ error }) => (error === null ? '–' : <Truncated text={error} />),
  },
  id: {
    title: 'ID',
    width: 200,
    render: ({ id }) => <Truncated text={id} className={styles.mono} />,
  },
};

/** Columns by what they are called in the address; the name always comes first. */
export function callColumns(ids: readonly string[]): readonly CallColumn[] {
  const paths = pathColumns(ids);
  return ids
    .filter((id) => id !== 'name')
    .map((id) => {
      const place = paths.indexOf(id);
      if (place < 0) return { id, ...OWN[id as keyof typeof OWN], ...sortOf(id) };
      return {
        id,
        title: id,
        width: 180,
        sort: id,
        render: ({ values }) => {
          const value = values[place] ?? null;
          return value === null ? '–' : <Preview text={value} />;
        },
      };
    });
}

/** What filters know by the column's name can be sorted by, but for JSON as a whole. */
function sortOf(id: string): { readonly sort?: string } {
  const field = readCallField(id);
  return field === null || field.kind === 'value' ? {} : { sort: field.name };
}

function Preview({ text }: { readonly text: string }) {
  return <Truncated text={text} className={styles.preview} />;
}
