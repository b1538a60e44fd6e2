import type { ReactNodeViewProps } from '@tiptap/react';
import { Waypoints } from 'lucide-react';
import { formatCount, formatDuration } from '../../../components/format.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useCall } from '../../../data/calls.ts';
import { StatusBadge } from '../../traces/status.tsx';
import { atomBlock } from '../editor/atom-block.ts';
import { placeOf } from '../place-of.ts';
import styles from './card.module.css';
import { Card, CardFacts, CardHead, CardState } from './card.tsx';

/** Characters of inputs and output that stand in a report; the rest is on the trace's own page. */
const MOST_CHARACTERS = 2_000;

function TraceCardView({ node, selected }: ReactNodeViewProps) {
  const path = String(node.attrs['trace']);
  return (
    <Card
      block={node.attrs['block'] as string | null}
      label={`Trace ${path}`}
      isSelected={selected}
    >
      <Trace path={path} />
    </Card>
  );
}

export function Trace({ path }: { readonly path: string }) {
  const { entity, project, rest: call } = placeOf(path);
  const { data, error, refetch } = useCall({ entity, project }, call);
  if (data === undefined) {
    return <CardState error={error} path={path} onRetry={() => void refetch()} />;
  }
  const { name, status, startedAt, latencyMs, inputs, output } = data;
  return (
    <>
      <CardHead
        kind="Trace"
        icon={<Waypoints aria-hidden />}
        name={name}
        link={{ to: '/$entity/$project/weave/calls/$call', params: { entity, project, call } }}
      >
        <StatusBadge status={status} />
      </CardHead>
      <CardFacts
        facts={[
          { name: 'Started', value: <TimeAgo at={startedAt} /> },
          { name: 'Latency', value: latencyMs === null ? '–' : formatDuration(latencyMs) },
          { name: 'Tokens', value: data.tokens === null ? '–' : formatCount(data.tokens) },
        ]}
      />
      <div className={styles.columns}>
        <Payload title="Inputs" value={inputs} />
        <Payload title="Output" value={data.exception ?? output} />
      </div>
    </>
  );
}

function Payload({ title, value }: { readonly title: string; readonly value: unknown }) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? '');
  return (
    <div>
      <p className={styles.label}>{title}</p>
      <ScrollRegion className={styles.payload}>
        <pre className={styles.text} dir="auto">
          {shownText(text.slice(0, MOST_CHARACTERS))}
          {text.length > MOST_CHARACTERS ? '…' : ''}
        </pre>
      </ScrollRegion>
    </div>
  );
}

export const TraceCard = atomBlock('traceCard', TraceCardView);
