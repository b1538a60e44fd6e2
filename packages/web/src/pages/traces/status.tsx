import type { CallStatus } from '@runloom/model';
import { Check, CircleDashed, TriangleAlert, X } from 'lucide-react';
import { Badge, type Tone } from '../../components/badge.tsx';

const SHOWN: Readonly<
  Record<CallStatus, { readonly text: string; readonly tone: Tone; readonly Icon: typeof Check }>
> = {
  success: { text: 'Success', tone: 'success', Icon: Check },
  error: { text: 'Error', tone: 'danger', Icon: X },
  running: { text: 'Running', tone: 'info', Icon: CircleDashed },
  descendant_error: { text: 'Error inside', tone: 'warning', Icon: TriangleAlert },
};

/** Status of a call: told by text and sign, coloured on top. */
export function StatusBadge({
  status,
  title,
}: {
  readonly status: CallStatus;
  readonly title?: string | undefined;
}) {
  const { text, tone, Icon } = SHOWN[status];
  return (
    <span title={title}>
      <Badge tone={tone} icon={<Icon aria-hidden size={11} />}>
        {text}
      </Badge>
    </span>
  );
}

/** The same as a sign alone, for tight rows. */
export function StatusMark({ status }: { readonly status: CallStatus }) {
  const { text, tone, Icon } = SHOWN[status];
  return (
    <span role="img" aria-label={text} title={text} style={{ color: `var(--${tone})` }}>
      <Icon aria-hidden size={12} />
    </span>
  );
}
