import { describe, expect, it } from 'vitest';
import { isScore, scoreLines } from './score-lines.ts';

describe('scores of a call', () => {
  it('are what scorers said, and nothing that people said', () => {
    expect(isScore({ type: 'wandb.runnable.Match' })).toBe(true);
    expect(isScore({ type: 'wandb.annotation.quality' })).toBe(false);
  });

  it('have a line for each of their values', () => {
    expect(
      scoreLines({ passed: false, details: { reason: 'rude', p: 0.25 }, tags: ['a'] }),
    ).toEqual([
      { path: 'passed', text: 'false', mark: 'failed' },
      { path: 'details.reason', text: 'rude', mark: null },
      { path: 'details.p', text: '0.25', mark: null },
      { path: 'tags', text: '["a"]', mark: null },
    ]);
  });

  it.each([
    [true, 'true', 'passed'],
    [{ $number: 'NaN' }, 'NaN', null],
    [null, 'null', null],
    ['text', 'text', null],
    [{}, '{}', null],
  ])('are one line where the score is one value: %j', (value, text, mark) => {
    expect(scoreLines(value)).toEqual([{ path: '', text, mark }]);
  });
});
