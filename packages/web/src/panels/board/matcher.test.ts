import { expect, test } from 'vitest';
import { createMatcher } from './matcher.ts';

const found = (search: string, isExpression: boolean, texts: string[]) =>
  texts.filter(createMatcher(search, isExpression).matches);

test('an empty search finds everything', () => {
  expect(found('', true, ['a', ''])).toEqual(['a', '']);
});

test('plain text is found anywhere, whatever the case, and its signs mean themselves', () => {
  expect(found('Loss', false, ['train/loss', 'accuracy'])).toEqual(['train/loss']);
  expect(found('a.b', false, ['a.b', 'axb'])).toEqual(['a.b']);
});

test('an expression matches anywhere', () => {
  expect(found('^val/|f1$', true, ['val/x', 'test/f1', 'train/val/'])).toEqual([
    'val/x',
    'test/f1',
  ]);
  expect(found('\\p{Emoji_Presentation}', true, ['🦄', 'x'])).toEqual(['🦄']);
  expect(found('a\\_b', true, ['a_b', 'a-b'])).toEqual(['a_b']);
});

test('a half-typed expression says so and finds what holds it as it is', () => {
  expect(createMatcher('loss(', true).isBroken).toBe(true);
  expect(found('loss(', true, ['loss(x)', 'loss'])).toEqual(['loss(x)']);
});
