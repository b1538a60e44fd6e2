import { parseExactJson } from '@runloom/model';
import { expect, it } from 'vitest';
import { jsonTable } from './json-table.ts';

it('reads a table that the client saved, with every digit', () => {
  const json = parseExactJson(
    '{"columns": ["id", 2], "data": [[9007199254740993, "a"], [NaN, {"x": [1]}], [1, null]]}',
  );
  expect(jsonTable(json, 2)).toEqual({
    columns: ['id', '2'],
    rows: [
      ['9007199254740993', 'a'],
      ['NaN', '{"x": [1]}'],
    ],
    isCut: true,
  });
});

it('leaves other JSON to the tree', () => {
  for (const text of ['[]', '{"columns": []}', '{"columns": ["a"], "data": [1]}', '3']) {
    expect(jsonTable(parseExactJson(text), 10)).toBeNull();
  }
});
