import { type DatasetFormat, parseExactJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunloomError } from '../../../platform/errors.ts';
import type { FileBytes } from '../types.ts';
import { previewFile } from './preview.ts';
import { readRecords } from './read-records.ts';
import { rowsOfRecords } from './rows.ts';

async function* inPieces(text: string | Uint8Array, length = 7): FileBytes & AsyncGenerator {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const previewOf = (format: DatasetFormat, text: string | Uint8Array) =>
  previewFile(format, readRecords(format, inPieces(text)));

async function importOf(
  format: DatasetFormat,
  text: string | Uint8Array,
  columns: Parameters<typeof rowsOfRecords>[1] = null,
): Promise<readonly string[]> {
  const rows: string[] = [];
  const pages = rowsOfRecords(readRecords(format, inPieces(text)), columns);
  for await (const page of pages) rows.push(...page);
  return rows;
}

describe('files of rows', () => {
  it('tell the types that all cells of a column fit', async () => {
    const text =
      'id,score,ok,tags,note,nothing\r\n1,1.0,true,"[1, 2]",a,\r\n2,,False,{},"b\nc",\r\n';
    const { columns, rows, rowCount, problems } = await previewOf('csv', text);
    expect(columns.map(({ name, type, emptyCount }) => [name, type, emptyCount])).toEqual([
      ['id', 'number', 0],
      ['score', 'number', 1],
      ['ok', 'boolean', 0],
      ['tags', 'json', 0],
      ['note', 'text', 0],
      ['nothing', 'text', 2],
    ]);
    expect(rowCount).toBe(2);
    expect(problems).toEqual([]);
    expect(rows[1]).toEqual({ id: 2, score: null, ok: false, tags: {}, note: 'b\nc', nothing: '' });
    expect(await importOf('csv', text, columns)).toEqual([
      '{"id":1,"score":1.0,"ok":true,"tags":[1, 2],"note":"a","nothing":""}',
      '{"id":2,"score":null,"ok":false,"tags":{},"note":"b\\nc","nothing":""}',
    ]);
  });

  it('keep what looks like a number and is none as a text', async () => {
    const { columns } = await previewOf('csv', 'zip,phone\n00501,+47\n12345,123\n');
    expect(columns.map(({ type }) => type)).toEqual(['text', 'text']);
  });

  it('name the line and the column of what does not fit', async () => {
    const columns = [{ source: 'n', name: 'n', type: 'number' as const }];
    await expect(importOf('csv', 'n\n1\n\n"two\n"\n', columns)).rejects.toThrow(
      'Line 4, column "n": "two\\n" is no number.',
    );
  });

  it.each<[DatasetFormat, string, string]>([
    ['csv', 'a,b\n1,2,3\n', 'Line 2 has 3 fields, but the first line names 2 columns.'],
    ['csv', 'a,b\n1,"open\n', 'Line 2: a quote is opened and never closed.'],
    ['csv', 'a,b\n', 'The file has no rows below its first line'],
    ['jsonl', '{"a":1}\n\n{"a":01}\n', 'Line 3, character 7: expected "," or "}", found "1".'],
    ['jsonl', '[1]\n', 'Line 1 is no JSON object'],
    ['json', '{"a":1}', 'The file is no list of objects'],
    ['json', '[\n {"a":1},\n {"a":x}\n]', 'Line 3, column 7: expected a value, found "x".'],
    ['json', '[{"a":1} {"a":2}]', 'Line 1, column 10: expected "," or the end of the list.'],
    ['json', '[{"a":1},', 'Line 1'],
    ['json', '[1]', 'item 1 of the list is no object'],
    ['json', '[]', 'The file has no rows.'],
    ['parquet', 'PAR1', 'The file is no Parquet file that can be read'],
  ])('in %s: %j', async (format, text, problem) => {
    const { problems } = await previewOf(format, text);
    expect(problems.join()).toContain(problem);
  });

  it('that are no text in UTF-8 are told', async () => {
    const { problems } = await previewOf('csv', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]));
    expect(problems).toEqual(['The file is no UTF-8 text. Save it as UTF-8 and try again.']);
  });

  it('in UTF-16, as spreadsheets save them, are read', async () => {
    const { rows } = await previewOf('tsv', Buffer.from('\uFEFFa\tb\r\né\t2\r\n', 'utf16le'));
    expect(rows).toEqual([{ a: 'é', b: 2 }]);
  });

  it('number columns without a name, or of a name that was there', async () => {
    const { columns } = await previewOf('csv', 'a,a,,a\n1,2,3,4\n');
    expect(columns.map(({ name }) => name)).toEqual(['a', 'a (2)', 'Column 3', 'a (3)']);
  });

  it('are refused whole when two columns would get one name', async () => {
    const column = (source: string) => ({ source, name: 'x', type: 'text' as const });
    await expect(importOf('csv', 'a,b\n1,2\n', [column('a'), column('b')])).rejects.toThrow(
      RunloomError,
    );
  });

  it('of JSON keep every digit and every key', async () => {
    const lines = ['{"n": 1.0, "b": 12345678901234567890}', '{"__proto__": {"x": 1e400}}'];
    const expected = ['{"n":1.0,"b":12345678901234567890}', '{"__proto__":{"x": 1e400}}'];
    expect(await importOf('jsonl', lines.join('\r\n'))).toEqual(expected);
    expect(await importOf('json', `[${lines.join(',\n')}]`)).toEqual(expected);
  });

  it('of JSON come back as they were written, a line or an item each', async () => {
    const row = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const texts = rows.map((one) => JSON.stringify(one));
        const expected = texts.map((text) => parseExactJson(text));
        const lines = await importOf('jsonl', texts.join('\n'));
        expect(lines.map((text) => parseExactJson(text))).toEqual(expected);
        const list = await importOf('json', JSON.stringify(rows, null, 2));
        expect(list.map((text) => parseExactJson(text))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
