import type { TraceOutline } from '@runloom/model';

/**
 * Milliseconds in which a call did not wait for others that it made; null while it runs. Calls that
 * ran at the same time count once, and only as long as their caller did.
 */
export function ownLatency(outline: TraceOutline, id: string): number | null {
  const node = outline.ids.indexOf(id);
  const duration = outline.durations[node] ?? null;
  const start = outline.starts[node];
  if (duration === null || start === undefined) return null;
  const end = start + duration;
  const spans: (readonly [from: number, to: number])[] = [];
  for (const [child, parent] of outline.parents.entries()) {
    if (parent !== node || child === node) continue;
    const from = Math.max(start, outline.starts[child] ?? 0);
    const length = outline.durations[child] ?? null;
    const to = Math.min(end, length === null ? end : (outline.starts[child] ?? 0) + length);
    if (to > from) spans.push([from, to]);
  }
  let covered = 0;
  let reached = start;
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return Math.max(0, duration - covered);
}
