import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelimited } from './delimited.ts';

describe('readDelimited', () => {
  it('reads quotes, line ends in fields and doubled quotes', () => {
    const text = '\uFEFFa,"b, c",\r\n1,"x ""y""\nz",3\r\n\r\n4,,6,7';
    expect(readDelimited(text, ',', 10)).toEqual({
      columns: ['a', 'b, c', 'Column 3', 'Column 4'],
      rows: [
        ['1', 'x "y"\nz', '3'],
        ['4', '', '6', '7'],
      ],
      isCut: false,
    });
  });

  it('stops at the row it was told to', () => {
    const table = readDelimited('a\tb\n1\t2\n3\t4\n5\t6', '\t', 2);
    expect(table.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(table.isCut).toBe(true);
  });

  it('reads back what was written, whatever the fields', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (written) => {
        const line = (row: string[]) =>
          row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
        const text = ['h,i', ...written.map(line)].join('\r\n');
        expect(readDelimited(text, ',', 1000).rows).toEqual(written);
      }),
    );
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'x') }), (text) => {
        readDelimited(text, ',', 100);
      }),
    );
  });
});
