import type { FeedbackView } from '@runloom/model';

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
  const member = (key: string): unknown =>
    typeof payload === 'object' && payload !== null && Object.hasOwn(payload, key)
      ? Reflect.get(payload, key)
      : undefined;
  const emoji = member('emoji');
  if (type.startsWith('wandb.reaction') && typeof emoji === 'string') {
    return { kind: 'reaction', emoji: emoji.slice(0, 64) };
  }
  const note = member('note');
  if (type.startsWith('wandb.note') && typeof note === 'string')
    return { kind: 'note', text: note };
  const name = type.replace(/^wandb\.(?:runnable|annotation)\./, '');
  const value = member('output') ?? member('value') ?? payload;
  return { kind: 'other', name, value };
}
