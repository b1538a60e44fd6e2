import type { PanelData, PanelLine, PanelRequest } from '@runloom/model';

/** The lines of one panel, as the server is asked for them. */
export interface PanelQuery {
  readonly entity: string;
  readonly project: string;
  readonly runs: readonly string[];
  /** Not drawn, but their first and last x count: hiding a run does not move the buckets of others. */
  readonly hiddenRuns: readonly string[];
  readonly panel: PanelRequest;
}

/** Whether a change of some runs changes their lines alone, so that only these need be read again. */
export function isReadByRun({ panel }: PanelQuery, data: PanelData): boolean {
  // Time-weighted smoothing goes by the width of the whole chart.
  const isWidthBound = panel.smoothing?.kind === 'twema' && panel.smoothing.weight > 0;
  return !panel.group && !isWidthBound && data.error === null;
}

/** The request for some runs of a panel alone, cut into the same buckets as the lines that are there. */
export function queryForRuns(
  query: PanelQuery,
  runs: readonly string[],
  data: PanelData,
): PanelQuery {
  const asked = new Set(runs);
  return {
    ...query,
    runs,
    hiddenRuns: [...query.hiddenRuns, ...query.runs.filter((run) => !asked.has(run))],
    panel: { ...query.panel, bucketWidth: data.grid?.width ?? null },
  };
}

/** The panel with the lines of some runs as they are now; all others are the same objects. */
export function mergeRuns(
  data: PanelData,
  fresh: PanelData,
  runs: readonly string[],
  order: readonly string[],
): PanelData {
  const renewed = new Set(runs);
  const rank = new Map(order.map((run, index) => [run, index]));
  const rankOf = (line: PanelLine) => (line.kind === 'group' ? 0 : (rank.get(line.run) ?? 0));
  const kept = data.lines.filter((line) => line.kind === 'group' || !renewed.has(line.run));
  const lines = [...kept, ...fresh.lines].sort((a, b) => a.y - b.y || rankOf(a) - rankOf(b));
  const spans = [data.span, fresh.span].filter((span) => span !== null);
  return {
    ...fresh,
    grid: fresh.grid ?? data.grid,
    span:
      spans.length === 0
        ? null
        : {
            min: Math.min(...spans.map(({ min }) => min)),
            max: Math.max(...spans.map(({ max }) => max)),
          },
    lines,
  };
}

/** Whether lines grew so much since their buckets were chosen that all are better cut anew. */
export function isOutgrown({ panel }: PanelQuery, data: PanelData): boolean {
  const most = (panel.buckets ?? 1000) * 1.5;
  return data.lines.some((line) => (line.columns['x']?.length ?? 0) > most);
}

/** How many numbers a panel's lines are. */
export function sizeOf(data: PanelData | null): number {
  let size = 0;
  for (const line of data?.lines ?? []) {
    for (const column of new Set(Object.values(line.columns))) size += column.length;
  }
  return size;
}
