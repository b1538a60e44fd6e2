import type { PanelData } from '@runloom/model';
import type { LineSample } from '../../charts/index.ts';

/** Single lines behind those of groups: more would only be a blot, and take long to read. */
const MOST_SAMPLES = 300;

/** Runs whose lines are drawn behind those of their groups. */
export interface SampledRuns {
  readonly runs: readonly string[];
  /** How many runs the groups have. */
  readonly of: number;
}

/**
 * All runs of the groups; where they are too many, the first of each group, then the second of each, and
 * so on, so that no group goes without.
 */
export function sampledRuns(groups: PanelData['groups'], metricCount: number): SampledRuns {
  const all = new Set(groups.flatMap(({ runs }) => runs));
  const most = Math.max(1, Math.floor(MOST_SAMPLES / Math.max(1, metricCount)));
  if (all.size <= most) return { runs: [...all], of: all.size };
  const chosen = new Set<string>();
  for (let at = 0; chosen.size < most; at += 1) {
    for (const { runs } of groups) {
      const run = runs[at];
      if (run !== undefined && chosen.size < most) chosen.add(run);
    }
  }
  return { runs: [...chosen], of: all.size };
}

/** Finds the lines of single runs by the metric's place and the runs' names. */
export function samplesOf(
  data: PanelData | null,
): (y: number, runs: readonly string[]) => readonly LineSample[] {
  const found = new Map<string, LineSample>();
  for (const line of data?.lines ?? []) {
    if (line.kind === 'group') continue;
    const { x, value, last } = line.columns;
    const y = line.kind === 'points' ? value : last;
    if (x !== undefined && y !== undefined) found.set(JSON.stringify([line.y, line.run]), { x, y });
  }
  return (y, runs) => runs.flatMap((run) => found.get(JSON.stringify([y, run])) ?? []);
}
