import { describe, expect, it } from 'vitest';
import { rank } from './ranking.ts';

const candidates = [
  { label: 'resnet-baseline' },
  { label: 'baseline' },
  { label: 'bert', keywords: 'baseline' },
  { label: 'rebase' },
];
const labels = (search: string, limit = 10) =>
  rank(candidates, search, limit).map(({ label }) => label);

describe('rank', () => {
  it('keeps the order while nothing is searched', () => {
    expect(labels('', 2)).toEqual(['resnet-baseline', 'baseline']);
  });

  it('prefers the start of the label, then of a word, then any place, then keywords', () => {
    expect(labels('base')).toEqual(['baseline', 'resnet-baseline', 'rebase', 'bert']);
  });

  it('wants every word', () => {
    expect(labels('base res')).toEqual(['resnet-baseline']);
    expect(labels('base nothing')).toEqual([]);
  });
});
