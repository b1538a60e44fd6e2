import type { MonitorView, WatchView } from '@runloom/model';
import { Badge, type Tone } from '../../components/badge.tsx';

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
  return monitor.isActive ? (
    <Badge tone="success">Active</Badge>
  ) : (
    <Badge tone="neutral">Paused</Badge>
  );
}
