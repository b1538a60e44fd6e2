import type { AuditEntry } from '@runloom/model';
import { Badge, type Tone } from '../../components/badge.tsx';

const TONES: Readonly<Record<AuditEntry['outcome'], Tone>> = {
  done: 'neutral',
  denied: 'warning',
  failed: 'danger',
};
/** What the outcomes are called. */
export const OUTCOME_WORDS: Readonly<Record<AuditEntry['outcome'], string>> = {
  done: 'Done',
  denied: 'Denied',
  failed: 'Failed',
};

/** How it ended, and how often when the entry stands for more. */
export function OutcomeBadge({ entry }: { readonly entry: AuditEntry }) {
  const { outcome, times } = entry;
  const often = times > 1 ? ` ${times.toLocaleString('en')}×` : '';
  return <Badge tone={TONES[outcome]}>{`${OUTCOME_WORDS[outcome]}${often}`}</Badge>;
}

/** Who it was, in a word. */
export function whoOf({ actor }: AuditEntry): string {
  return actor.name ?? (actor.via === 'server' ? 'Runloom' : 'Nobody');
}
