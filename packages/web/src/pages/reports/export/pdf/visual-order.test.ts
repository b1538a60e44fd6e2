import { expect, it } from 'vitest';
import { mirrored, startsRightToLeft, visualOrder } from './visual-order.ts';

type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'box' };
const text = (value: string): Part => ({ kind: 'text', text: value });
const shown = (parts: readonly Part[], isRtl: boolean) =>
  visualOrder(parts, (part) => (part.kind === 'text' ? part.text : null), isRtl).map((one) =>
    one.text === null ? '□' : one.isRtl ? mirrored(one.text) : one.text,
  );

it('leaves lines alone that run from left to right', () => {
  expect(shown([text('loss '), { kind: 'box' }, text('(x)')], false)).toEqual([
    'loss ',
    '□',
    '(x)',
  ]);
});

it('turns words round that run from right to left, and no numbers among them', () => {
  expect(shown([text('loss שלום עולם 42 end')], false).join('')).toBe('loss 42 םלוע םולש end');
});

it('begins at the right where the paragraph does', () => {
  expect(startsRightToLeft('«שלום» loss')).toBe(true);
  expect(startsRightToLeft('loss שלום')).toBe(false);
  expect(shown([text('שלום '), { kind: 'box' }, text(' loss (עולם)')], true).join('')).toBe(
    '(םלוע) loss □ םולש',
  );
});

it('turns brackets round, and sets marks before their letters', () => {
  expect(mirrored('(אב)')).toBe('(בא)');
  expect(mirrored('א\u05b8ב')).toBe('ב\u05b8א');
});
