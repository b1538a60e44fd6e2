import type { ExecutionView } from '@runloom/model';
import { Check, Clock, X } from 'lucide-react';
import { Badge } from '../../components/badge.tsx';

/** How an execution stands: told by text and shape, coloured on top. */
export function ExecutionState({ execution }: { readonly execution: ExecutionView }) {
  switch (execution.state) {
    case 'succeeded':
      return (
        <Badge tone="success" icon={<Check aria-hidden />}>
          Done
        </Badge>
      );
    case 'failed':
      return (
        <Badge tone="danger" icon={<X aria-hidden />}>
          Failed
        </Badge>
      );
    case 'waiting':
      return (
        <Badge tone="warning" icon={<Clock aria-hidden />}>
          {execution.attempts === 0 ? 'On its way' : 'Trying again'}
        </Badge>
      );
  }
}
