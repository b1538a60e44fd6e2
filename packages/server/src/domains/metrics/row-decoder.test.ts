import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { decodeRows } from './row-decoder.ts';

const NOW = 1_700_000_000_000_000n;

const decodeHistory = (...lines: string[]) => decodeRows('history', 0, linesOf(lines), NOW);

/** Points as readable texts, in the order they were found. */
function pointsOf(decoded: ReturnType<typeof decodeRows>): string[] {
  return Array.from(decoded.points.values, (value, at) => {
    const key = decoded.keys[decoded.points.keys[at] ?? -1];
    const step = decoded.rows.steps[decoded.points.rows[at] ?? -1];
    return `${step} ${key} ${value}`;
  });
}

describe('decoding history rows', () => {
  it('makes a point of every number and keeps the text of the row', () => {
    const line = '{"_step":3,"_timestamp":1700000000.5,"loss":0.25,"val/acc":1e-3}';
    const decoded = decodeHistory(line);
    expect(pointsOf(decoded)).toEqual(['3 loss 0.25', '3 val/acc 0.001']);
    expect(decoded.rows.clocks[0]).toBe(1_700_000_000.5);
    expect([decoded.rows.forms.size, decoded.rows.rests.size]).toEqual([0, 0]);
  });

  it('reads bare and spelled NaN and infinities', () => {
    const decoded = decodeHistory(
      '{"_step":0,"a":NaN,"b":Infinity,"c":-Infinity,"d":"NaN","e":"-Infinity","f":"nan"}',
    );
    expect(pointsOf(decoded)).toEqual([
      '0 a NaN',
      '0 b Infinity',
      '0 c -Infinity',
      '0 d NaN',
      '0 e -Infinity',
    ]);
    expect(decoded.objects).toEqual([{ row: 0, key: 'f', type: 'string' }]);
  });

  it('names nested values by dotted keys and leaves typed objects whole', () => {
    const decoded = decodeHistory(
      '{"_step":1,"nest":{"b":1,"c":{"d":2}},"h":{"_type":"histogram","bins":[1,2]},"l":[1],"t":true,"n":null}',
    );
    expect(pointsOf(decoded)).toEqual(['1 nest.b 1', '1 nest.c.d 2']);
    expect(decoded.objects).toEqual([
      { row: 0, key: 'h', type: 'histogram' },
      { row: 0, key: 'l', type: 'list' },
      { row: 0, key: 't', type: 'boolean' },
      { row: 0, key: 'n', type: 'nil' },
    ]);
  });

  it('keeps steps past 2^53 and negative steps exactly', () => {
    const decoded = decodeHistory(
      '{"_step":9007199254740993,"a":1}',
      '{"_step":-9223372036854775808,"a":2}',
      '{"_step":9223372036854775807,"a":NaN}',
    );
    expect([...decoded.rows.steps]).toEqual([9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n]);
    expect(decoded.bad).toEqual([]);
  });

  it('lets a row without a step stand at its line number', () => {
    const decoded = decodeRows('history', 7, linesOf(['{"a":1}', '{"a":2}']), NOW);
    expect(pointsOf(decoded)).toEqual(['7 a 1', '8 a 2']);
    expect(decoded.rows.clocks[0]).toBe(Number(NOW) / 1e6);
    expect(decoded.rows.forms.get(0)).toBe('st');
  });

  it('sets bad lines apart with the reason and keeps the good ones', () => {
    const decoded = decodeHistory(
      '{"_step":0,"a":1}',
      '{"_step":1,"a":',
      '[1,2]',
      '{"_step":0.5,"a":1}',
      '{"_step":99999999999999999999,"a":1}',
      '{"_step":4,"a":4}',
    );
    expect(pointsOf(decoded)).toEqual(['0 a 1', '4 a 4']);
    expect(decoded.bad.map((bad) => bad.line)).toEqual([1, 2, 3, 4]);
    expect(decoded.bad[2]?.reason).toContain('whole number');
    expect(decoded.bad[3]?.reason).toContain('64 bits');
  });

  it('takes odd keys as they are', () => {
    const keys = ['__proto__', 'constructor', '\u0000', '\ud800', '', ' ', '😀', 'a.b', '0'];
    const row = `{"_step":0,${keys.map((key, at) => `${JSON.stringify(key)}:${at}`).join(',')}}`;
    const decoded = decodeHistory(row);
    expect(new Set(decoded.keys)).toEqual(new Set(keys));
    expect(decoded.points.count).toBe(keys.length);
  });

  it('writes unpaired surrogates of a raw line as escapes, which mean the same', () => {
    const decoded = decodeHistory('{"_step":0,"a\ud800":"\ud800"}');
    expect(decoded.objects).toEqual([{ row: 0, key: 'a\ud800', type: 'string' }]);
    expect(decoded.rows.rests.get(0)).toBe('{"a\\ud800":"\\ud800"}');
  });

  it('keeps ten thousand keys of one row', () => {
    const members = Array.from({ length: 10_000 }, (_, at) => `"key ${at}":${at}`);
    const decoded = decodeHistory(`{"_step":0,${members.join(',')}}`);
    expect(decoded.points.count).toBe(10_000);
    expect(decoded.points.values[9_999]).toBe(9_999);
  });

  it('does not follow nesting without end', () => {
    const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`;
    const decoded = decodeHistory(`{"_step":0,"deep":${deep}}`);
    expect(decoded.objects[0]?.type).toBe('map');
    expect(decoded.bad).toEqual([]);
  });

  it('sets aside a row that is nested too deep to be read back', () => {
    const nested = (depth: number) =>
      `{"_step":0,"list":${'['.repeat(depth)}1${']'.repeat(depth)}}`;
    const wide = `{"_step":1,"list":[${'[{}],'.repeat(300)}0]}`;
    const decoded = decodeHistory(nested(300), nested(200), wide);
    expect(decoded.bad).toMatchObject([{ line: 0, reason: expect.stringContaining('deeper') }]);
    expect([...decoded.rows.lines]).toEqual([1, 2]);
  });

  it('tells the start from the first row that has both clocks', () => {
    const decoded = decodeHistory(
      '{"_step":0,"a":1}',
      '{"_step":1,"_timestamp":1700000010,"_runtime":10}',
      '{"_step":2,"_timestamp":1700000020,"_runtime":19}',
    );
    expect(decoded.startedAt).toBe(1_700_000_000);
  });

  it('finds every number of any row, at the value JSON gives it', () => {
    const key = fc.string({ unit: 'binary' }).filter((name) => !name.startsWith('_'));
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.double({ noNaN: true, noDefaultInfinity: true })),
        (row) => {
          const decoded = decodeHistory(JSON.stringify({ ...row, _step: 0 }));
          const found = new Map(
            Array.from(decoded.points.values, (value, at) => [
              decoded.keys[decoded.points.keys[at] ?? -1],
              value,
            ]),
          );
          expect(decoded.bad).toEqual([]);
          expect(found.size).toBe(Object.keys(row).length);
          for (const [name, value] of Object.entries(row)) {
            expect(found.get(name)).toBe(JSON.parse(JSON.stringify(value)));
          }
        },
      ),
    );
  });
});

describe('decoding system samples', () => {
  it('places a sample at its time in microseconds', () => {
    const decoded = decodeRows(
      'system',
      0,
      linesOf(['{"_wandb":true,"_timestamp":1700000000.25,"_runtime":1,"system.cpu":12.5}']),
      NOW,
    );
    expect(pointsOf(decoded)).toEqual([
      '1700000000250000 _runtime 1',
      '1700000000250000 system.cpu 12.5',
    ]);
  });
});
