import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelimitedReader } from './delimited-reader.ts';

/** All rows of a text that comes in pieces of a length. */
function readIn(text: string, length: number, delimiter = ',') {
  const reader = new DelimitedReader(delimiter);
  const rows = [];
  for (let at = 0; at < text.length; at += length) {
    rows.push(...reader.push(text.slice(at, at + length)));
  }
  rows.push(...reader.end());
  return { rows, openQuoteLine: reader.openQuoteLine };
}

describe('delimited texts', () => {
  it('tell the line of each row', () => {
    expect(readIn('\uFEFFa,b\r\n"x\ny",1\n\n"say ""hi""",\r2,3', 100).rows).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x\ny', '1'] },
      { line: 5, fields: ['say "hi"', ''] },
      { line: 6, fields: ['2', '3'] },
    ]);
  });

  it('tell of a quote that is never closed', () => {
    const { rows, openQuoteLine } = readIn('a,b\n1,"open\n2,3\n', 3);
    expect(openQuoteLine).toBe(2);
    expect(rows.at(-1)?.fields).toEqual(['1', 'open\n2,3\n']);
  });

  it('are read the same however they are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'x', 'é') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (some, length) => {
        expect(readIn(some, length)).toEqual(readIn(some, 1_000));
      }),
    );
  });

  it('come back as they were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', ' ', '😀') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), (written, length) => {
        const text = written
          .map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join('\t'))
          .join('\r\n');
        expect(readIn(text, length, '\t').rows.map(({ fields }) => fields)).toEqual(written);
      }),
    );
  });
});
