import { buffer } from 'node:stream/consumers';
import { type ExactJson, parseExactJson } from '@runloom/model';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { writeParquet } from './parquet.ts';
import { createSurvey, leavesOf, type Table } from './survey.ts';

type Row = Map<string, ExactJson>;

const rowsOf = (lines: readonly string[]): Row[] =>
  lines.map((line) => parseExactJson(line) as Row);

function surveyOf(rows: readonly Row[]): Table {
  const survey = createSurvey();
  for (const row of rows) survey.add(row);
  return survey.finish();
}

/** The rows as a reader of the file has them. */
async function roundTrip(rows: readonly Row[], pageSize = 3) {
  const table = surveyOf(rows);
  async function* pages(): AsyncGenerator<readonly Row[]> {
    for (let at = 0; at < rows.length; at += pageSize) yield rows.slice(at, at + pageSize);
  }
  const bytes = await buffer(writeParquet(table, pages()));
  const file = new Uint8Array(bytes).buffer;
  const schema = parquetSchema(parquetMetadata(file));
  return {
    bytes,
    table,
    types: Object.fromEntries(schema.children.map(({ element }) => [element.name, element.type])),
    rows: await parquetReadObjects({ file }),
  };
}

describe('a history as a table', () => {
  it('holds every number as it was logged', async () => {
    const lines = [
      '{"_step":0,"loss":NaN,"big":9007199254740993,"whole":1,"flag":true,"text":"a"}',
      '{"_step":1,"loss":Infinity,"big":-9223372036854775808,"whole":2,"flag":false,"text":"b"}',
      '{"_step":2,"loss":-Infinity,"big":1,"whole":3,"flag":true,"text":"ü 😀\\u0000"}',
      '{"_step":3,"loss":-0.0,"big":0,"whole":4,"flag":true,"text":""}',
    ];
    const { rows, types, table } = await roundTrip(rowsOf(lines));
    expect(types).toEqual({
      _step: 'INT64',
      big: 'INT64',
      flag: 'BOOLEAN',
      loss: 'DOUBLE',
      text: 'BYTE_ARRAY',
      whole: 'INT64',
    });
    expect(table.isUniform).toBe(true);
    expect(rows.map((row) => row['loss'])).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
    ]);
    expect(rows.map((row) => row['big'])).toEqual([9007199254740993n, -(2n ** 63n), 1n, 0n]);
    expect(rows.map((row) => row['text'])).toEqual(['a', 'b', 'ü 😀\u0000', '']);
  });

  it('has a column for each dotted key, and text where a key holds more than a plain value', async () => {
    const lines = [
      '{"_step":0,"nest":{"a":{"b":1}},"h":{"_type":"histogram","values":[1],"bins":[0,NaN]},"mixed":1}',
      '{"_step":1,"nest.a.b":7,"nest":{"a":{"b":2}},"mixed":"one","huge":1e30,"list":[1,"x"]}',
      '{"_step":2,"huge":123456789012345678901234567890,"only":null}',
    ];
    const { rows, table } = await roundTrip(rowsOf(lines));
    expect(table.isUniform).toBe(false);
    expect(rows).toEqual([
      {
        _step: 0n,
        h: '{"_type":"histogram","values":[1],"bins":[0,NaN]}',
        huge: null,
        list: null,
        mixed: '1',
        'nest.a.b': 1n,
        only: null,
      },
      {
        _step: 1n,
        h: null,
        huge: '1e+30',
        list: '[1,"x"]',
        mixed: '"one"',
        'nest.a.b': 7n,
        only: null,
      },
      {
        _step: 2n,
        h: null,
        huge: '123456789012345678901234567890',
        list: null,
        mixed: null,
        'nest.a.b': null,
        only: null,
      },
    ]);
  });

  it('keeps odd keys, one of them the name of a prototype', async () => {
    const { rows } = await roundTrip(
      rowsOf(['{"_step":0,"__proto__":1,"constructor":2,"":3,"a/b \\u0000\\"`":4}']),
    );
    const [row = {}] = rows;
    expect(Object.getOwnPropertyNames(row).sort()).toContain('constructor');
    expect(row['constructor']).toBe(2n);
    expect(row['']).toBe(3n);
    expect(row['a/b \u0000"`']).toBe(4n);
  });

  it('is not uniform when a row lacks a key, or one is nested or was once nothing', () => {
    const isUniform = (...lines: string[]) => surveyOf(rowsOf(lines)).isUniform;
    expect(isUniform('{"_step":0,"a":1}', '{"_step":1,"a":2.5}')).toBe(true);
    expect(isUniform('{"_step":0,"a":1}', '{"_step":1,"b":2}')).toBe(false);
    expect(isUniform('{"_step":0,"a":{"b":1}}', '{"_step":1,"a":{"b":1}}')).toBe(false);
    expect(isUniform('{"_step":0,"a":1}', '{"_step":1,"a":null}')).toBe(false);
    expect(isUniform('{"_step":0,"a":1}', '{"_step":1,"a":"1"}')).toBe(false);
  });

  it('makes the same bytes of the same rows', async () => {
    const rows = rowsOf(['{"_step":0,"b":1,"a":2}', '{"_step":1,"a":2,"b":1.5}']);
    const [one, other] = await Promise.all([roundTrip(rows), roundTrip(rows)]);
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });

  it('gives back any plain values', async () => {
    const key = fc.constantFrom('a', 'b', 'c/d', 'e.f');
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.boolean(),
      fc.string({ unit: 'grapheme' }),
      fc.constant(null),
    );
    const row = fc.dictionary(key, value, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (made) => {
        const logged = made.map(
          (members, step): Row =>
            new Map<string, ExactJson>([['_step', step], ...Object.entries(members)]),
        );
        const { rows, table } = await roundTrip(logged);
        const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
        rows.forEach((read, at) => {
          for (const [name, expected] of leavesOf(logged[at] ?? new Map())) {
            const found = read[name];
            if (kinds.get(name) === 'json' && expected !== null) {
              expect(parseExactJson(String(found))).toEqual(
                typeof expected === 'bigint' && BigInt.asIntN(54, expected) === expected
                  ? Number(expected)
                  : expected,
              );
            } else if (typeof expected === 'bigint' || kinds.get(name) === 'integer') {
              expect(found).toEqual(expected === null ? null : BigInt(expected as number));
            } else expect(found).toEqual(expected);
          }
        });
      }),
    );
  });
});
