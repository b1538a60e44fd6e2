import type { LiveEvent } from './types.ts';

/** Events with the same key may be told as one. */
export function eventKey(event: LiveEvent): string {
  switch (event.kind) {
    case 'run':
      return `run ${event.run.id}`;
    case 'points':
      return `points ${event.stream} ${event.runId}`;
    case 'alert':
      return `alert ${event.alert.id}`;
    case 'artifacts':
    case 'automations':
      return event.kind;
    default:
      return `${event.kind} ${event.runId}`;
  }
}

/** One event that says what two with the same key say, one after the other. */
export function coalesce(earlier: LiveEvent, later: LiveEvent): LiveEvent {
  if (earlier.kind === 'points' && later.kind === 'points') {
    return {
      ...later,
      lastStep: larger(earlier.lastStep, later.lastStep),
      newKeys: [...new Set([...earlier.newKeys, ...later.newKeys])],
    };
  }
  if (earlier.kind === 'console' && later.kind === 'console') {
    return {
      ...later,
      fromLine: Math.min(earlier.fromLine, later.fromLine),
      toLine: Math.max(earlier.toLine, later.toLine),
    };
  }
  if (earlier.kind === 'artifacts' && later.kind === 'artifacts') {
    return { ...later, gone: [...earlier.gone, ...later.gone] };
  }
  return later;
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
