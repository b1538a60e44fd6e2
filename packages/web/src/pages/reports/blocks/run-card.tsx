import type { ReactNodeViewProps } from '@tiptap/react';
import { FlaskConical } from 'lucide-react';
import { StatePill } from '../../../components/badge.tsx';
import { formatDuration } from '../../../components/format.ts';
import { runLabel } from '../../../components/run-label.ts';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useRun } from '../../../data/runs.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { placeOf } from '../place-of.ts';
import { Card, CardFacts, CardHead, CardState } from './card.tsx';
import { shortValue } from './short-value.ts';

/** As many values of the summary as fit. */
const MOST_VALUES = 8;

function RunCardView({ node, selected }: ReactNodeViewProps) {
  const path = String(node.attrs['run']);
  return (
    <Card block={node.attrs['block'] as string | null} label={`Run ${path}`} isSelected={selected}>
      <Run path={path} />
    </Card>
  );
}

export function Run({ path }: { readonly path: string }) {
  const { entity, project, rest: run } = placeOf(path);
  const { data, error, refetch } = useRun(entity, project, run);
  if (data === undefined) {
    return <CardState error={error} path={path} onRetry={() => void refetch()} />;
  }
  const values = Object.entries(data.summary)
    .filter(([name, value]) => !name.startsWith('_') && isPlain(value))
    .slice(0, MOST_VALUES);
  return (
    <>
      <CardHead
        kind="Run"
        icon={<FlaskConical aria-hidden />}
        name={runLabel(data)}
        link={{ to: '/$entity/$project/runs/$run', params: { entity, project, run } }}
      >
        <StatePill state={data.state} />
      </CardHead>
      <CardFacts
        facts={[
          { name: 'Project', value: <bdi>{shownText(`${entity}/${project}`)}</bdi> },
          { name: 'By', value: <bdi>{shownText(data.user ?? '')}</bdi> },
          { name: 'Started', value: <TimeAgo at={data.createdAt} /> },
          { name: 'Ran for', value: formatDuration(data.durationMs) },
          ...values.map(([name, value]) => ({ name, value: shortValue(value) })),
        ]}
      />
    </>
  );
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'object' && value !== null && '$number' in value);

export const RunCard = atomBlock('runCard', RunCardView);
