import { type ExactJson, parseExactJson } from '@runloom/model';
import type { Run } from './types.ts';

/**
 * How long a run ran, milliseconds. The client counts the seconds that a run really ran, over all its
 * resumes and also offline, and puts them into the summary. While the run lives that count is behind
 * by up to one upload.
 */
export function runDurationMs(
  run: Pick<Run, 'state' | 'createdAt' | 'heartbeatAt' | 'summary'>,
): number {
  const counted = countedSeconds(run.summary);
  const observed = Math.max(0, run.heartbeatAt - run.createdAt);
  if (counted === null) return observed;
  return run.state === 'running' ? Math.max(counted * 1000, observed) : counted * 1000;
}

function countedSeconds(summaryText: string): number | null {
  let summary: ExactJson;
  try {
    summary = parseExactJson(summaryText);
  } catch {
    return null;
  }
  if (!(summary instanceof Map)) return null;
  const own = summary.get('_wandb');
  const total = own instanceof Map ? own.get('runtime') : undefined;
  const runtime = total ?? summary.get('_runtime');
  const isCount = typeof runtime === 'number' && runtime >= 0 && Number.isFinite(runtime * 1000);
  return isCount ? runtime : null;
}
