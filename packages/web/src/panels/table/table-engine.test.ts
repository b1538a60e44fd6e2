import { TableSettings } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRuns } from './combine.ts';
import { createTableEngine } from './table-engine.ts';

const FILES: Readonly<Record<string, string>> = {
  a: '{"columns":["id","score","class"],"data":[[1,0.5,"x"],[2,NaN,"y"],[9007199254740993,1.5,"x"]]}',
  b: '{"columns":["id","score","extra"],"data":[[2,4,"e"],[1,3,"f"]]}',
  part: '{"columns":["id"],"data":[[7]]}',
  broken: 'no json',
};

async function open(...names: readonly (readonly string[])[]) {
  const reads: string[] = [];
  const engine = createTableEngine(async (url) => {
    reads.push(url);
    return FILES[url] ?? '';
  });
  const sources = names.map((urls, index) => ({
    run: `r${index}`,
    label: `Run ${index}`,
    version: urls.join(' '),
    urls,
    steps: null,
  }));
  await engine.open(sources);
  const view = (settings: object) => engine.view(TableSettings.parse(settings));
  return { engine, sources, reads, view };
}

describe('tables of several runs', () => {
  it('stand below each other with a column for the run, and numbers keep every digit', async () => {
    const { engine, view } = await open(['a'], ['b']);
    const shown = view({});
    expect(shown.columns.map(({ title }) => title)).toEqual([
      'Run',
      'id',
      'score',
      'class',
      'extra',
    ]);
    expect(engine.rows(0, 10)).toEqual([
      ['Run 0', '1', '0.5', 'x', ''],
      ['Run 0', '2', 'NaN', 'y', ''],
      ['Run 0', '9007199254740993', '1.5', 'x', ''],
      ['Run 1', '2', '4', '', 'e'],
      ['Run 1', '1', '3', '', 'f'],
    ]);
  });

  it('are joined by a column, with the columns of each run beside each other', async () => {
    const { engine, view } = await open(['a'], ['b']);
    const shown = view({ combine: 'join' });
    expect(shown.joinColumn).toBe('id');
    expect(shown.columns.map(({ title, run }) => [title, run])).toEqual([
      ['id', null],
      ['score', 0],
      ['score', 1],
      ['class', 0],
      ['extra', 1],
    ]);
    expect(engine.rows(0, 9)[0]).toEqual(['1', '0.5', '3', 'x', 'f']);
    expect(view({ combine: 'join', joinKind: 'inner' }).rowCount).toBe(2);
  });

  it('are filtered, sorted and grouped by the titles of columns', async () => {
    const { engine, view } = await open(['a'], ['b']);
    view({
      filters: [{ column: 'score', text: '> 1' }],
      sort: { column: 'score', direction: 'descending' },
    });
    expect(engine.rows(0, 9).map((row) => row[2])).toEqual(['4', '3', '1.5']);
    const groups = view({ groupBy: 'Run', aggregate: 'mean' });
    expect(groups.columns.map(({ title }) => title)).toEqual([
      'Run',
      'Rows',
      'mean of id',
      'mean of score',
    ]);
    // NaN counts for nothing.
    expect(engine.rows(0, 9).map((row) => [row[0], row[1], row[3]])).toEqual([
      ['Run 0', '3', '1'],
      ['Run 1', '2', '3.5'],
    ]);
    expect(
      view({ groupBy: 'none such', sort: { column: 'gone', direction: 'ascending' } }).rowCount,
    ).toBe(5);
  });

  it('have histograms over the same bins, of the rows that are found', async () => {
    const { view } = await open(['a'], ['b']);
    const score = view({}).histograms.find(({ title }) => title === 'score');
    expect([score?.min, score?.max]).toEqual([0.5, 4]);
    const counts = score?.counts.map((own) => own?.reduce((sum, one) => sum + one, 0));
    expect(counts).toEqual([2, 2]);
    expect(view({ showsHistograms: false }).histograms).toEqual([]);
  });

  it('of a growing table are read part after part, and what is known is not read again', async () => {
    const { engine, sources, reads, view } = await open(['part', 'part']);
    expect(view({}).rowCount).toBe(2);
    await engine.open(sources);
    expect(reads).toHaveLength(2);
  });

  it('that are none are named', async () => {
    const { view } = await open(['a'], ['broken']);
    expect(view({}).unreadable).toEqual(['Run 1']);
  });
});

describe('joinRuns', () => {
  it('keeps every row of every run, whatever values repeat', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 });
    const table = (run: string, values: readonly number[]) => ({
      run,
      label: run,
      columns: [
        { title: 'k', isNumeric: true },
        { title: 'v', isNumeric: true },
      ],
      rows: values.map((key, index) => [key, index]),
    });
    fc.assert(
      fc.property(keys, keys, (left, right) => {
        const { rows } = joinRuns([table('a', left), table('b', right)], 'k', 'outer');
        const cells = (column: number) => rows.flatMap((row) => row[column] ?? []);
        expect(cells(1)).toHaveLength(left.length);
        expect(cells(2)).toHaveLength(right.length);
      }),
    );
  });
});

describe('computed columns', () => {
  const computed = (...columns: readonly (readonly [string, string])[]) => ({
    computed: columns.map(([title, expression]) => ({ title, expression })),
  });

  it('are expressions over columns, also over computed ones, and empty where a number is missing', async () => {
    const { engine, view } = await open(['a'], ['b']);
    const shown = view(computed(['double', 'score * 2'], ['sum', 'double + id']));
    expect(shown.problems).toEqual([]);
    expect(shown.columns.at(-1)).toEqual({ title: 'sum', isNumeric: true, run: null });
    expect(engine.rows(0, 5).map((row) => row.slice(-2))).toEqual([
      ['1', '2'],
      ['NaN', 'NaN'],
      ['3', String(9007199254740992 + 3)],
      ['8', '10'],
      ['6', '7'],
    ]);
    expect(view(computed(['none', 'class + 1'])).problems).toEqual([]);
    expect(engine.rows(0, 5).map((row) => row.at(-1))).toEqual(['', '', '', '', '']);
  });

  it('can be sorted, filtered and joined on', async () => {
    const { engine, view } = await open(['a'], ['b']);
    const join = { combine: 'join', joinColumn: 'id' };
    const settings = { ...join, ...computed(['gain', '`score#1` - `score#0`']) };
    view({ ...settings, filters: [{ column: 'gain', text: '> 0' }] });
    expect(engine.rows(0, 5).map((row) => [row[0], row.at(-1)])).toEqual([['1', '2.5']]);
  });

  it('that can’t be read, or name no column, are told and left out', async () => {
    const { view } = await open(['a']);
    const shown = view(computed(['bad', 'score +'], ['lost', 'scores * 2'], ['', 'score']));
    expect(shown.columns).toHaveLength(4);
    expect(shown.problems).toEqual([
      expect.stringMatching(/^bad: /),
      'lost: These tables have no column "scores".',
    ]);
  });
});

it('tables of several steps are one with a column for the step; columns of one title are one', async () => {
  const engine = createTableEngine(async (url) => FILES[url] ?? '');
  await engine.open([
    { run: 'r', label: 'Run', version: 'v', urls: ['a', 'part', 'b'], steps: [0, 5, 9] },
  ]);
  const shown = engine.view(TableSettings.parse({}));
  expect(shown.columns.map(({ title }) => title)).toEqual([
    'Run',
    'Step',
    'id',
    'score',
    'class',
    'extra',
  ]);
  expect(engine.rows(2, 5)).toEqual([
    ['Run', '0', '9007199254740993', '1.5', 'x', ''],
    ['Run', '5', '7', '', '', ''],
    ['Run', '9', '2', '4', '', 'e'],
  ]);
});
