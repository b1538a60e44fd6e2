import {
  type AlarmRule,
  type DropTest,
  dropEvidence,
  lowerMeanBound,
  START_OF_DROP_TEST,
  watchDrop,
} from '@runloom/model';

/** How far the watch of a rule is: JSON. Values are within 0 and 1, turned so that less is worse. */
export interface WatchProgress {
  /** Of the first calls, where they are the baseline; null for a threshold. */
  readonly baseline: { readonly count: number; readonly sum: number } | null;
  /** What the mean is held against, within 0 and 1; null while the baseline is gathered. */
  readonly bound: number | null;
  readonly test: DropTest;
  /** Of the values that were tested. */
  readonly sum: number;
  /**
   * The newest values from where they began to lie below the bound in sum (Page, "Continuous inspection
   * schemes", Biometrika 41, 1954), and by how much: what is told of an alarm.
   */
  readonly recent: { readonly count: number; readonly sum: number; readonly below: number };
}

/** A bound at an end of the range could never be crossed, or would be at once. */
const NEAREST = 0.001;

const held = (bound: number): number => Math.min(1 - NEAREST, Math.max(NEAREST, bound));

/** A value of a rule's range within 0 and 1, less being worse. */
function scaled(rule: AlarmRule, value: number): number {
  const share = Math.min(1, Math.max(0, (value - rule.min) / (rule.max - rule.min)));
  return rule.direction === 'falls' ? share : 1 - share;
}

/** The other way round. */
export function unscaled(rule: AlarmRule, share: number): number {
  const turned = rule.direction === 'falls' ? share : 1 - share;
  return rule.min + turned * (rule.max - rule.min);
}

export function startOfWatch(rule: AlarmRule): WatchProgress {
  const { against } = rule;
  return {
    baseline: against.kind === 'baseline' ? { count: 0, sum: 0 } : null,
    bound: against.kind === 'threshold' ? held(scaled(rule, against.value)) : null,
    test: START_OF_DROP_TEST,
    sum: 0,
    recent: NOTHING_RECENT,
  };
}

const NOTHING_RECENT: WatchProgress['recent'] = { count: 0, sum: 0, below: 0 };

/**
 * Takes one value more. The first values of a baseline make the bound, which lies so far below their mean
 * that it is above the true mean with a probability of half of alpha at most; the test gets the other half.
 */
export function watchValue(rule: AlarmRule, progress: WatchProgress, value: number): WatchProgress {
  const x = scaled(rule, value);
  const { baseline, bound } = progress;
  if (bound !== null) {
    const { recent, sum } = progress;
    const below = recent.below + bound - x;
    return {
      ...progress,
      test: watchDrop(progress.test, bound, x),
      sum: sum + x,
      recent: below <= 0 ? NOTHING_RECENT : { count: recent.count + 1, sum: recent.sum + x, below },
    };
  }
  const { against } = rule;
  const gathered = { count: (baseline?.count ?? 0) + 1, sum: (baseline?.sum ?? 0) + x };
  if (against.kind === 'threshold' || gathered.count < against.calls) {
    return { ...progress, baseline: gathered };
  }
  const mean = gathered.sum / gathered.count;
  const lower = lowerMeanBound(mean, gathered.count, rule.alpha / 2);
  const tolerance = against.tolerance / (rule.max - rule.min);
  return { ...progress, baseline: gathered, bound: held(lower - tolerance) };
}

/** How much speaks for an alarm, and from how much on there is one. */
export function evidenceOf(
  rule: AlarmRule,
  { test }: WatchProgress,
): { readonly evidence: number; readonly isAlarm: boolean } {
  const evidence = dropEvidence(test);
  const alpha = rule.against.kind === 'baseline' ? rule.alpha / 2 : rule.alpha;
  return { evidence, isAlarm: evidence >= 1 / alpha };
}
