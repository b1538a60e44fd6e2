import type { RunCell } from './cells.ts';
import type { AnalysisRun } from './use-analysis-runs.ts';

/** Why a run has no place in a panel. */
export type LeftOutReason = 'missing' | 'not-finite' | 'not-positive' | 'text';

/** Runs that are not drawn, for the same reason of the same value. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  /** Name of the value, for people. */
  readonly what: string;
  readonly labels: readonly string[];
}

/** What a panel needs of a value to draw it. */
export interface Need {
  /** Its name for people. */
  readonly what: string;
  /** Which of the run's values. */
  readonly index: number;
  readonly kind: 'number' | 'category';
  readonly isLog: boolean;
}

/**
 * Parts runs into those that have a place on all axes and those that don't, each of which is counted
 * once, by the first thing that it lacks.
 */
export function partRuns(
  runs: readonly AnalysisRun[],
  needs: readonly Need[],
): { readonly drawn: readonly AnalysisRun[]; readonly leftOut: readonly LeftOut[] } {
  const drawn: AnalysisRun[] = [];
  const found = new Map<string, { reason: LeftOutReason; what: string; labels: string[] }>();
  for (const run of runs) {
    const lack = firstLack(run.values, needs);
    if (lack === null) {
      drawn.push(run);
      continue;
    }
    const name = `${lack.reason} ${lack.what}`;
    const entry = found.get(name) ?? { ...lack, labels: [] };
    entry.labels.push(run.label);
    found.set(name, entry);
  }
  return { drawn, leftOut: [...found.values()] };
}

function firstLack(
  values: readonly RunCell[],
  needs: readonly Need[],
): { readonly reason: LeftOutReason; readonly what: string } | null {
  for (const { what, index, kind, isLog } of needs) {
    const reason = lackOf(values[index] ?? null, kind, isLog);
    if (reason !== null) return { reason, what };
  }
  return null;
}

function lackOf(value: RunCell, kind: Need['kind'], isLog: boolean): LeftOutReason | null {
  if (value === null) return 'missing';
  if (kind === 'category') return null;
  if (typeof value === 'string') return 'text';
  if (!Number.isFinite(value)) return 'not-finite';
  return isLog && value <= 0 ? 'not-positive' : null;
}

/** Names that a note tells; the rest are counted. */
const MOST_NAMED = 8;
const LONGEST_NAME = 60;

/** A reason in words: a short one beside the title, and the whole with the names of the runs. */
export function describeLeftOut({ reason, what, labels }: LeftOut): {
  readonly text: string;
  readonly whole: string;
} {
  const count = labels.length;
  const runs = count === 1 ? '1 run' : `${count.toLocaleString('en-US')} runs`;
  const name = what.length > LONGEST_NAME ? `${what.slice(0, LONGEST_NAME)}…` : what;
  const because = {
    missing: `without ${name}`,
    'not-finite': `with NaN or ∞ in ${name}`,
    'not-positive': `with ${name} of zero or below, which a log axis has no place for`,
    text: `with a text in ${name}`,
  }[reason];
  const short = {
    missing: `without ${name}`,
    'not-finite': 'NaN or ∞',
    'not-positive': '≤ 0 not drawn',
    text: `text in ${name}`,
  }[reason];
  const named = labels
    .slice(0, MOST_NAMED)
    .map((label) => (label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME)}…` : label));
  const more = count - named.length;
  const names =
    more > 0 ? `${named.join(', ')} and ${more.toLocaleString('en-US')} more` : named.join(', ');
  return {
    text: `${count.toLocaleString('en-US')} ${short}`,
    whole: `Not drawn: ${runs} ${because}: ${names}.`,
  };
}
