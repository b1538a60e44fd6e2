import type { EvaluationView } from '@runloom/model';
import type { GateRule, GateVerdict, JudgedMetric } from './judge.ts';

/** What a gate comes to, with all that a report shows of it. */
export interface GateOutcome {
  readonly verdict: Exclude<GateVerdict, 'missing'>;
  readonly baseline: EvaluationView;
  readonly candidate: EvaluationView;
  readonly metrics: readonly JudgedMetric[];
  readonly rule: GateRule;
  /** What limits the comparison, as sentences. */
  readonly warnings: readonly string[];
  /** Examples that both have. */
  readonly commonCount: number;
  /** Whether too few examples fail, too. */
  readonly isStrict: boolean;
}

/** Of all metrics: one regression is enough to block, and all have to pass to pass. */
export function verdictOfAll(metrics: readonly JudgedMetric[]): GateOutcome['verdict'] {
  if (metrics.some(({ verdict }) => verdict === 'regression')) return 'regression';
  return metrics.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'inconclusive';
}

/** 0: no regression. 1: a regression. 3: too few examples to tell, where that fails. */
export function exitCodeOf({ verdict, isStrict }: GateOutcome): number {
  if (verdict === 'regression') return 1;
  return verdict === 'inconclusive' && isStrict ? 3 : 0;
}
