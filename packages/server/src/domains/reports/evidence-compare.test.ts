import { type EvidenceAnswer, encodePanel, PANELS_MEDIA_TYPE } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareAnswers } from './evidence-compare.ts';

const json = (value: unknown, status = 200): EvidenceAnswer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  encoding: 'text',
  body: JSON.stringify(value),
});

describe('what moved since it was recorded', () => {
  it('is told in words, a few at most', () => {
    expect(
      compareAnswers(
        json({ runs: [{ name: 'a', loss: 0.31 }], total: 1 }),
        json({ runs: [{ name: 'a', loss: 0.29 }, { name: 'b' }], total: 2 }),
      ),
    ).toEqual({
      state: 'moved',
      changes: ['runs: 1 → 2 items', 'runs.0.loss: 0.31 → 0.29', 'total: 1 → 2'],
    });
    expect(compareAnswers(json({ y: [1, 2, 3] }), json({ y: [1, 2, 4] })).changes).toEqual([
      'y: 1 of 3 values are others',
    ]);
    const many = (from: number) => Array.from({ length: 99 }, (_, index) => ({ a: from + index }));
    expect(compareAnswers(json(many(0)), json(many(1))).changes).toHaveLength(10);
  });

  it('is nothing for the order of members and for addresses that are signed anew', () => {
    expect(compareAnswers(json({ a: 1, b: 2 }), json({ b: 2, a: 1 })).state).toBe('same');
    const file = (token: string) => json({ url: `/storage/downloads/${token}/plot.png` });
    expect(compareAnswers(file('abc'), file('xyz')).state).toBe('same');
  });

  it('is that it is gone or hidden, when it is', () => {
    expect(compareAnswers(json({}), json({}, 404)).state).toBe('gone');
    expect(compareAnswers(json({}), json({}, 403)).state).toBe('hidden');
    expect(compareAnswers(json({}, 404), json({})).state).toBe('moved');
  });

  it('is found in the binary form of panels, too', () => {
    const panel = (last: number): EvidenceAnswer => ({
      status: 200,
      contentType: PANELS_MEDIA_TYPE,
      encoding: 'base64',
      body: Buffer.from(
        encodePanel({
          error: null,
          lines: [{ run: 'a', columns: { x: Float64Array.of(0, 1), y: Float64Array.of(1, last) } }],
        } as never),
      ).toString('base64'),
    });
    expect(compareAnswers(panel(2), panel(2)).state).toBe('same');
    const moved = compareAnswers(panel(2), panel(3));
    expect(moved.state).toBe('moved');
    expect(moved.changes.join()).toContain('1 of 2 values');
  });
});

test('an answer is the same as itself, whatever it says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(compareAnswers(json(one), json(one)).state).toBe('same');
      const { state, changes } = compareAnswers(json(one), json(other));
      expect(state === 'moved').toBe(changes.length > 0);
    }),
  );
});
