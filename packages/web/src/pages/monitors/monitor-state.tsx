import type { MonitorView, WatchView } from '@runloom/model';
import { Badge, type Tone } from '../../components/badge.tsx';
import { formatPlural } from '../../components/format.ts';

const WATCHES: Readonly<Record<WatchView['state'], readonly [string, Tone]>> = {
  gathering: ['Learns', 'info'],
  watching: ['Watching', 'success'],
  alarm: ['Alarm', 'danger'],
  acknowledged: ['Acknowledged', 'warning'],
};

/** How an alarm stands. */
export function WatchBadge({ state }: { readonly state: WatchView['state'] }) {
  const [text, tone] = WATCHES[state];
  return <Badge tone={tone}>{text}</Badge>;
}

/** Whether a monitor looks at calls, and whether it has something to say. */
export function MonitorBadge({ monitor }: { readonly monitor: MonitorView }) {
  if (monitor.watches.some(({ state }) => state === 'alarm')) {
    return <Badge tone="danger">Alarm</Badge>;
  }
  if (monitor.isActive && monitor.spec.scorers.length === 0) {
    return <Badge tone="warning">Not carried out</Badge>;
  }
  return monitor.isActive ? (
    <Badge tone="success">Active</Badge>
  ) : (
    <Badge tone="neutral">Paused</Badge>
  );
}

/** Says that a monitor was made by a client, and whether a part of it does not run here. */
export function ClientBadge({ monitor: { client } }: { readonly monitor: MonitorView }) {
  if (client === null) return null;
  const { length } = client.problems;
  return (
    <>
      {' '}
      <Badge tone="info">by a client</Badge>
      {length === 0 ? null : (
        <>
          {' '}
          <Badge tone="warning">{formatPlural(length, 'problem')}</Badge>
        </>
      )}
    </>
  );
}
