import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWireLine } from './wire-line.ts';

const AT = BigInt(Date.UTC(2026, 10, 23, 16, 8, 12)) * 1000n + 686636n;

describe('readWireLine', () => {
  it('reads a plain line', () => {
    expect(readWireLine('2026-11-23T16:08:12.686636 hello  world')).toEqual({
      timestampUs: AT,
      level: 'info',
      label: '',
      text: 'hello  world',
    });
  });

  it('reads a plain line of stderr', () => {
    expect(readWireLine('ERROR 2026-11-23T16:08:12.686636 E')).toMatchObject({
      timestampUs: AT,
      level: 'error',
      text: 'E',
    });
  });

  it('reads a structured line with its label', () => {
    const line = JSON.stringify({
      level: 'error',
      ts: '2026-11-23T16:08:12.686636',
      label: 'rank-1',
      content: '{"a": 1}',
    });
    expect(readWireLine(line)).toEqual({
      timestampUs: AT,
      level: 'error',
      label: 'rank-1',
      text: '{"a": 1}',
    });
  });

  it('reads an empty plain line', () => {
    expect(readWireLine('2026-11-23T16:08:12.686636 ')).toMatchObject({
      timestampUs: AT,
      text: '',
    });
  });

  it('keeps brackets that a program printed itself', () => {
    expect(readWireLine('2026-11-23T16:08:12.686636 [INFO] go').text).toBe('[INFO] go');
  });

  it.each([
    '',
    'ERROR',
    'ERROR while loading',
    '{"no": "content"}',
    '{broken',
    '2026-99-99T99:99:99 x',
  ])('takes %j as text without a time', (line) => {
    expect(readWireLine(line)).toEqual({ timestampUs: 0n, level: 'info', label: '', text: line });
  });

  it('never throws and never loses printed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readWireLine(`2026-11-23T16:08:12.686636 ${text}`).text).toBe(text);
        const structured = JSON.stringify({ ts: '2026-11-23T16:08:12.686636', content: text });
        expect(readWireLine(structured).text).toBe(text);
        expect(() => readWireLine(text)).not.toThrow();
      }),
    );
  });
});
