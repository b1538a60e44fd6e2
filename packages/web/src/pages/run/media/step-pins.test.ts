import { describe, expect, it } from 'vitest';
import { readPins } from './step-pins.tsx';

describe('readPins', () => {
  it('reads whole numbers, each once, in order, as many as fit beside the own step', () => {
    expect(readPins('20,0,20')).toEqual([0, 20]);
    expect(readPins('-5')).toEqual([-5]);
    expect(readPins('1,2,3,4')).toEqual([1, 2, 3]);
  });

  it.each([undefined, '', 'a', '1.5', '1e3', ',', '99999999999999999'])(
    'reads none of %j',
    (text) => {
      expect(readPins(text)).toEqual([]);
    },
  );
});
