import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColumnStore, openColumnStore } from '../../stores/columns/index.ts';
import { linesOf } from './lines.ts';
import { encodeRows } from './row-blocks.ts';
import { decodeRows } from './row-decoder.ts';
import { type Scanned, scanRow } from './row-scanner.ts';
import { scopeOfSource } from './scope.ts';
import { selectRows } from './store.ts';

let directory: string;
let columns: ColumnStore;
let nextRun = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-rows-'));
  columns = await openColumnStore({ kind: 'embedded', directory });
});
afterAll(async () => {
  await columns.close();
  await rm(directory, { recursive: true });
});

async function throughStore(stream: 'history' | 'system', rows: readonly string[]) {
  nextRun += 1;
  const run = nextRun;
  const decoded = decodeRows(stream, 0, linesOf(rows), 1_700_000_000_000_000n);
  expect(decoded.bad).toEqual([]);
  for (const { table, columns: names, block } of encodeRows(run, stream, decoded, 1n)) {
    await columns.insertNative(table, names, [block]);
  }
  return selectRows(columns, scopeOfSource(run, stream), {});
}

/** What a reader of JSON that tells integers from floats, as Python's, makes of a row. */
function seen({ raw, value }: Scanned): unknown {
  switch (value.kind) {
    case 'number':
      return `${/[.eENI]/.test(raw) ? 'float' : 'int'} ${Object.is(value.number, -0) && /[.eE]/.test(raw) ? '-0' : value.number}`;
    case 'integer':
      return `int ${value.integer}`;
    case 'object':
      return new Map([...value.members].map(([key, member]) => [key, seen(member)]));
    case 'string':
      return { text: value.text };
    default:
      return raw;
  }
}

const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 2, arbitrary: fc.maxSafeInteger().map(String) },
  { weight: 2, arbitrary: fc.integer({ min: -99, max: 99 }).map((value) => `${value}.0`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['NaN', 'Infinity', '-Infinity', '-0', '-0.0', '0', '1e+15', '1e15', '1E2', '1e-07'],
      ...['1e400', '1e22', '9007199254740993', '-170141183460469231731687303715884105728', '0.5e1'],
      ...[
        '123456789012345678901234567890.5',
        '1000000000000000',
        '5e-324',
        '1.7956230831621547e+09',
      ],
    ),
  },
);
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('loss', 'a', 'b', 'a.b', 'a.b.c', 'val/acc', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', '_runtime', '_wandb', '\ud800', '\u0000', '\\row', 'ö'),
  },
);
const other = fc.constantFrom(
  ...['"text"', '"NaN"', '"a\\ud800\\n\\"b"', 'true', 'null', '[]', '[1, 2.0,{"x":NaN}]', '{}'],
  ...['{"_type":"histogram","bins":[0,1.0],"values":[3]}', '{"_type":"x","a":1}'],
);
const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: number },
    { weight: 1, arbitrary: other },
    { weight: 1, arbitrary: tie('object') },
  ),
  object: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 3, depthIdentifier: 'row' })
    .map(
      (members) => `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`,
    ),
}));
const time = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: 1.6e9, max: 1.8e9, noNaN: true }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1700000000',
      '1700000000.0',
      '"soon"',
      'NaN',
      '1e300',
      '-1',
      '0',
      '-0',
    ),
  },
);
const row = fc.record({
  members: fc.array(fc.tuple(name, value), { maxLength: 8 }),
  time: fc.option(time),
  step: fc.constantFrom('plain', 'float', 'none'),
  blank: fc.constantFrom('', ' '),
});

describe('a row', () => {
  it('reads back from the store as it was sent, but for the order of its keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const texts = rows.map(({ members, time: at, step, blank }, index) => {
          const parts = members.map(([key, text]) => `${JSON.stringify(key)}:${blank}${text}`);
          if (at !== null) parts.push(`"_timestamp":${at}`);
          if (step !== 'none') parts.push(`"_step":${index}${step === 'float' ? '.0' : ''}`);
          return `{${parts.join(`,${blank}`)}}`;
        });
        const read = await throughStore('history', texts);
        expect(read.map((text) => seen(scanRow(text)))).toEqual(
          texts.map((text) => seen(scanRow(text))),
        );
      }),
      { numRuns: 50 },
    );
  }, 120_000);

  it('of the client is the same text once its keys stand in order', async () => {
    const sent =
      '{"_step":7,"_timestamp":1795623083.1621547,"_runtime":0.772598297,"f32":0.10000000149011612,"hund":100,"nan":NaN,"small":1e-7}';
    expect(await throughStore('history', [sent])).toEqual([sent]);
  });

  it('of the machine reads back too', async () => {
    const sent = '{"_timestamp":1795623082.7016158,"system.cpu":12.5,"_wandb":true}';
    expect((await throughStore('system', [sent])).map((text) => seen(scanRow(text)))).toEqual([
      seen(scanRow(sent)),
    ]);
  });

  it('with an integer past 2^53, a text or mixed nesting keeps only that beside its points', () => {
    const decoded = decodeRows(
      'history',
      0,
      linesOf([
        '{"_step":0,"_timestamp":1.5,"a":1,"big":9007199254740993,"s":"x","n":{"p":2,"q":[1]}}',
      ]),
      0n,
    );
    expect(decoded.rows.rests.get(0)).toBe('{"big":9007199254740993,"s":"x","n":{"p":2,"q":[1]}}');
    expect(decoded.rows.forms.size).toBe(0);
    expect([...decoded.points.forms.values()]).toEqual(['x', 'x']);
  });

  it('is kept as its whole text only when two of its values have one dotted key', () => {
    const odd = '{"_step":0,"a.b":1,"a":{"b":2}}';
    const decoded = decodeRows('history', 0, linesOf([odd, '{"_step":1,"a":{"b":2}}']), 0n);
    expect([...decoded.rows.forms]).toEqual([
      [0, 'w'],
      [1, 't'],
    ]);
    expect(decoded.rows.rests.get(0)).toBe(odd);
  });
});
