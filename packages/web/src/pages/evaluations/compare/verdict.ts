import type { EvaluationDifference } from '@runloom/model';
import { formatValue } from '../../../charts/format.ts';
import { formatCount } from '../../../components/format.ts';

/** What a comparison comes to, in plain words and with a sign: colour says it only once more. */
export interface Verdict {
  readonly tone: 'better' | 'worse' | 'other';
  readonly sign: string;
  readonly text: string;
}

export function verdictOf({ verdict, pairs }: EvaluationDifference): Verdict {
  switch (verdict) {
    case 'better':
      return { tone: 'better', sign: '▲', text: 'Better' };
    case 'worse':
      return { tone: 'worse', sign: '▼', text: 'Worse' };
    case 'same':
      return { tone: 'other', sign: '=', text: `The same: n = ${formatCount(pairs)}` };
    case 'unclear':
      return { tone: 'other', sign: '?', text: `Can’t tell: n = ${formatCount(pairs)}` };
  }
}

/** `p < 0.001`, `p = 0.042`. */
export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${formatValue(Number(p.toPrecision(2)))}`;
}
