import { parseExactJson } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { joinTables, readTable, type TableData } from './table-data.ts';
import { queryRows, type TableQuery } from './table-query.ts';

function table(text: string): TableData {
  const read = readTable(parseExactJson(text));
  if (read === null) throw new Error('no table');
  return read;
}

const DATA = table(
  '{"columns":["id","score","name"],"data":[[0,0.5,"Cat"],[1,NaN,"dog"],[2,null,"CATS"],[9007199254740993,-1,"a.b"],[3,2,"x"]]}',
);
const ask = (query: Partial<TableQuery>, data = DATA) => [
  ...queryRows(data, { filters: new Map(), sort: null, ...query }),
];

describe('a saved table', () => {
  it('tells columns of numbers, and keeps every number', () => {
    expect(DATA.columns.map(({ isNumeric }) => isNumeric)).toEqual([true, true, false]);
    expect(DATA.rows[3]?.[0]).toBe(9007199254740993n);
  });

  it('is none of other JSON', () => {
    for (const text of ['1', '[]', '{}', '{"columns":[],"data":[1]}', '{"columns":1,"data":[]}']) {
      expect(readTable(parseExactJson(text))).toBeNull();
    }
  });

  it('of several parts is read as one', () => {
    expect(joinTables([DATA, DATA])?.rows.length).toBe(10);
    expect(joinTables([])).toBeNull();
  });
});

describe('rows of a table', () => {
  it('are filtered by text in any case, and by the whole cell', () => {
    expect(ask({ filters: new Map([[2, 'cat']]) })).toEqual([0, 2]);
    expect(ask({ filters: new Map([[2, '=Cat']]) })).toEqual([0]);
    expect(ask({ filters: new Map([[2, '.']]) })).toEqual([3]);
  });

  it('are filtered by number, exactly', () => {
    expect(ask({ filters: new Map([[1, '>= .5']]) })).toEqual([0, 4]);
    expect(ask({ filters: new Map([[1, '-1..0.5']]) })).toEqual([0, 3]);
    expect(ask({ filters: new Map([[0, '> 9007199254740992']]) })).toEqual([3]);
    expect(
      ask({
        filters: new Map([
          [1, '<1'],
          [2, 'c'],
        ]),
      }),
    ).toEqual([0]);
  });

  it('are sorted by value, those without one last', () => {
    expect(ask({ sort: { column: 1, direction: 'ascending' } })).toEqual([3, 0, 4, 1, 2]);
    expect(ask({ sort: { column: 1, direction: 'descending' } })).toEqual([4, 0, 3, 1, 2]);
    expect(ask({ sort: { column: 2, direction: 'ascending' } })).toEqual([2, 0, 3, 1, 4]);
  });
});
