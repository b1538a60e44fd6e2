import type { EvaluationStatus } from '@runloom/model';
import { Check, CircleDashed, TriangleAlert, X } from 'lucide-react';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { formatCount } from '../../../components/format.ts';

const SHOWN: Readonly<
  Record<
    EvaluationStatus,
    { readonly text: string; readonly tone: Tone; readonly Icon: typeof Check }
  >
> = {
  complete: { text: 'Complete', tone: 'success', Icon: Check },
  running: { text: 'Running', tone: 'info', Icon: CircleDashed },
  partial: { text: 'Partial', tone: 'warning', Icon: TriangleAlert },
  failed: { text: 'Failed', tone: 'danger', Icon: X },
};

/** How far an evaluation is: told by text and sign, coloured on top. */
export function EvaluationStatusBadge({
  status,
  done,
  expected,
}: {
  readonly status: EvaluationStatus;
  readonly done: number;
  /** Null where nobody knows. */
  readonly expected: number | null;
}) {
  const { text, tone, Icon } = SHOWN[status];
  const progress =
    status === 'complete' || expected === null || expected <= done
      ? ''
      : ` ${formatCount(done)} of ${formatCount(expected)}`;
  return (
    <Badge tone={tone} icon={<Icon aria-hidden size={11} />}>
      {text}
      {progress}
    </Badge>
  );
}
