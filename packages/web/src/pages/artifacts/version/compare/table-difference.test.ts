import { type ExactJson, parseExactJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable, type TableData } from '../../../../components/table-viewer/table-data.ts';
import { diffTables, likelyKey } from './table-difference.ts';

const table = (columns: readonly string[], data: string): TableData => {
  const json = parseExactJson(`{"columns": ${JSON.stringify(columns)}, "data": ${data}}`);
  return readTable(json) as TableData;
};

describe('diffTables', () => {
  const before = table(['id', 'x', 'old'], '[[1, 0.5, "a"], [2, NaN, "b"], [3, 1, "c"]]');
  const after = table(['x', 'id', 'new'], '[[0.5, 1.0, 7], [NaN, 2, 7], [2, 3, 7], [9, 4, 7]]');

  it('pairs rows by their key, wherever columns stand', () => {
    const found = diffTables(before, after, { column: 'id' });
    expect(found).toMatchObject({
      added: 1,
      removed: 0,
      changed: 1,
      same: 2,
      changedCells: 1,
      addedColumns: ['new'],
      removedColumns: ['old'],
    });
    expect(found.table.columns.map(({ title }) => title)).toEqual([
      'Change',
      'x',
      'id',
      'new',
      'old',
    ]);
    expect(found.table.rows).toEqual([
      ['changed', '1 → 2', 3, 7, 'c'],
      ['added', 9, 4, 7, null],
    ]);
  });

  it('tells big integers and texts from numbers that look alike', () => {
    const one = table(['id', 'v'], '[["a", 9007199254740993], ["b", 1], ["c", null]]');
    const two = table(['id', 'v'], '[["a", 9007199254740992], ["b", "1"], ["c", "nothing"]]');
    expect(diffTables(one, two, { column: 'id' }).table.rows.map((row) => row[2])).toEqual([
      '9007199254740993 → 9007199254740992',
      '1 → 1',
      'nothing → nothing',
    ]);
  });

  it('pairs rows of one key in their order, and says that there are such', () => {
    const one = table(['id', 'v'], '[[1, 1], [1, 2]]');
    const two = table(['id', 'v'], '[[1, 1], [1, 3], [1, 4]]');
    expect(diffTables(one, two, { column: 'id' })).toMatchObject({
      repeated: 3,
      same: 1,
      changed: 1,
      added: 1,
    });
    expect(likelyKey(one, two)).toEqual({ column: 'v' });
    expect(likelyKey(one, one)).toEqual({ column: 'v' });
    expect(likelyKey(table(['a'], '[[1], [1]]'), table(['a'], '[[1]]'))).toBe('row number');
  });

  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(1, 2, 'x', null)));
  it('counts every row of both tables once', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const of = (data: readonly (readonly ExactJson[])[]): TableData => ({
          columns: [
            { title: 'id', isNumeric: true },
            { title: 'v', isNumeric: false },
          ],
          rows: data,
        });
        const found = diffTables(of(left), of(right), { column: 'id' });
        expect(found.removed + found.changed + found.same).toBe(left.length);
        expect(found.added + found.changed + found.same).toBe(right.length);
        expect(found.table.rows.length).toBe(found.added + found.removed + found.changed);
        const back = diffTables(of(right), of(left), { column: 'id' });
        expect([back.added, back.removed, back.changed]).toEqual([
          found.removed,
          found.added,
          found.changed,
        ]);
      }),
    );
  });
});
