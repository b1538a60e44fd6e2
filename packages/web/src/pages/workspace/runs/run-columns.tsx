import type { RunView } from '@runloom/model';
import type { ReactNode } from 'react';
import { formatValue } from '../../../charts/index.ts';
import { StatePill } from '../../../components/badge.tsx';
import { formatCount, formatDuration } from '../../../components/format.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';

/** A column of the runs table, after the name. */
export interface RunColumn {
  readonly id: string;
  readonly title: string;
  /** Where the values are from, before the title: `config` or `summary`. */
  readonly source?: string;
  /** px */
  readonly width: number;
  readonly isNumeric?: boolean;
  readonly render: (run: RunView) => ReactNode;
}

const CREATED: RunColumn = {
  id: 'created',
  title: 'Created',
  width: 100,
  render: ({ createdAt }) => <TimeAgo at={createdAt} />,
};

const OTHERS: readonly RunColumn[] = [
  {
    id: 'duration',
    title: 'Runtime',
    width: 86,
    isNumeric: true,
    render: ({ durationMs }) => formatDuration(durationMs),
  },
  {
    id: 'step',
    title: 'Step',
    width: 92,
    isNumeric: true,
    render: ({ lastStep }) => (lastStep === null ? '' : formatCount(lastStep)),
  },
  { id: 'user', title: 'User', width: 110, render: ({ user }) => text(user ?? '') },
  { id: 'tags', title: 'Tags', width: 150, render: ({ tags }) => text(tags.join(', ')) },
  { id: 'group', title: 'Group', width: 110, render: ({ group }) => text(group) },
  { id: 'job-type', title: 'Job type', width: 100, render: ({ jobType }) => text(jobType) },
];

/** Columns beside the charts. */
export const NARROW_COLUMNS: readonly RunColumn[] = [CREATED, ...OTHERS];

/** Keys of each kind that get a column by themselves. */
const MOST_KEYS = 12;

/** Columns of the table that takes the whole page: what is known of all runs, then their config and summary. */
export function wideColumns(runs: readonly RunView[]): readonly RunColumn[] {
  return [
    {
      id: 'state',
      title: 'State',
      width: 110,
      render: ({ state }) => <StatePill state={state} />,
    },
    ...NARROW_COLUMNS,
    ...keyColumns(runs, 'config'),
    ...keyColumns(runs, 'summary'),
  ];
}

/** Keys with plain values, those that most runs have first. */
function keyColumns(runs: readonly RunView[], source: 'config' | 'summary'): RunColumn[] {
  const counts = new Map<string, number>();
  for (const run of runs) {
    for (const [key, value] of Object.entries(run[source])) {
      if (key.startsWith('_') || cellText(value) === null) continue;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_KEYS)
    .map(([key]) => key)
    .sort()
    .map((key) => ({
      id: `${source}.${key}`,
      title: key,
      source,
      width: 128,
      isNumeric: runs.some((run) => typeof run[source][key] === 'number'),
      render: (run) => text(cellText(run[source][key]) ?? ''),
    }));
}

/** A plain value as text; null for what is no plain value. */
function cellText(value: unknown): string | null {
  if (typeof value === 'number') return formatValue(value);
  if (typeof value === 'string') return value.slice(0, 200);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && '$number' in value) {
    return String(value.$number);
  }
  return null;
}

function text(value: string): ReactNode {
  return value === '' ? null : <Truncated text={value} />;
}
