import type { FeedbackView } from '@runloom/model';
import { memberOf } from '../../../components/value-tree/api-json.ts';

/** What somebody said of a call, as it is shown. */
export type ShownFeedback =
  | { readonly kind: 'reaction'; readonly emoji: string }
  | { readonly kind: 'note'; readonly text: string }
  /** A score of a scorer, or anything under a name of one's own. */
  | { readonly kind: 'other'; readonly name: string; readonly value: unknown };

/** Reads feedback by its type; what is not as clients write it is shown as it is. */
export function shownFeedback({
  type,
  payload,
}: Pick<FeedbackView, 'type' | 'payload'>): ShownFeedback {
  const emoji = memberOf(payload, 'emoji');
  if (type.startsWith('wandb.reaction') && typeof emoji === 'string') {
    return { kind: 'reaction', emoji: emoji.slice(0, 64) };
  }
  const note = memberOf(payload, 'note');
  if (type.startsWith('wandb.note') && typeof note === 'string')
    return { kind: 'note', text: note };
  const name = type.replace(/^wandb\.(?:runnable|annotation)\./, '');
  const value = memberOf(payload, 'output') ?? memberOf(payload, 'value') ?? payload;
  return { kind: 'other', name, value };
}
