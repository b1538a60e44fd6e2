import { expect, test } from 'vitest';
import { shownFeedback } from './feedback.ts';

test.each([
  ['wandb.reaction.1', { emoji: '👍' }, { kind: 'reaction', emoji: '👍' }],
  ['wandb.note.1', { note: 'ok' }, { kind: 'note', text: 'ok' }],
  [
    'wandb.runnable.Match',
    { output: { ok: true } },
    { kind: 'other', name: 'Match', value: { ok: true } },
  ],
  ['wandb.note.1', { odd: 1 }, { kind: 'other', name: 'wandb.note.1', value: { odd: 1 } }],
  ['my type', null, { kind: 'other', name: 'my type', value: null }],
])('%s with %j', (type, payload, shown) => {
  expect(shownFeedback({ type, payload })).toEqual(shown);
});
