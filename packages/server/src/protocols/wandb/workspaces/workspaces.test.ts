import {
  formatFilterText,
  parseExactJson,
  parseFilterText,
  parseViewSpec,
  stringifyExact,
  type ViewSpec,
} from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readFilters, writeFilters } from './filters.ts';
import { WANDB_WORKSPACES } from './index.ts';

const PLACE = { entityName: 'lab', projectName: 'looms' };
const { read, make, write, receive } = WANDB_WORKSPACES;

const text = fc.string({ maxLength: 12 });
const name = fc.string({ minLength: 1, maxLength: 12 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const runName = fc.constantFrom('run-1', 'run-2', 'a:b', 'x y');
const field = fc.constantFrom('config.lr', 'config.opt.beta', 'summary.loss', 'state', 'group');
const value = fc.record({ field, statistic: fc.constant('last') });
const unset = { requiredKeys: [] };

/** Settings of panels as far as both sides have words for them. */
const PANELS = [
  fc.record({
    type: fc.constant('line'),
    settings: fc.record(
      {
        metrics: fc.oneof(
          fc.record({ kind: fc.constant('keys'), keys: fc.array(name, { minLength: 1 }) }),
          fc.record({ kind: fc.constant('pattern'), pattern: name }),
        ),
        x: fc.oneof(
          fc.constantFrom('step', 'relative', 'process', 'wall'),
          fc.record({ key: fc.constantFrom('tokens', 'epoch') }),
          fc.record({ expression: name }),
        ),
        xMin: number,
        yMax: number,
        xLog: fc.boolean(),
        yLog: fc.boolean(),
        smoothing: fc.oneof(
          fc.record({
            kind: fc.constantFrom('twema', 'ema'),
            weight: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          fc.record({ kind: fc.constant('gaussian'), sigma: fc.nat() }),
          fc.record({ kind: fc.constant('average'), points: fc.integer({ min: 1, max: 99 }) }),
          fc.record({ kind: fc.constant('none') }),
        ),
        showsOriginal: fc.boolean(),
        mostLines: fc.integer({ min: 1, max: 1_000 }),
        aggregate: fc.constantFrom('mean', 'median', 'min', 'max', 'sum'),
        textSize: fc.constantFrom('small', 'medium', 'large'),
        xFormat: fc.constant('datetime'),
        band: fc.constantFrom('minmax', 'sd', 'se', 'none'),
        type: fc.constantFrom('line', 'area', 'percentArea'),
        legend: text,
        legendPlace: fc.constantFrom('top', 'bottom', 'left', 'right'),
      },
      unset,
    ),
  }),
  fc.record({ type: fc.constant('scalar'), settings: fc.record({ field }) }),
  fc.record({
    type: fc.constant('bar'),
    settings: fc.record(
      {
        values: fc.array(value),
        direction: fc.constantFrom('horizontal', 'vertical'),
        aggregate: fc.constantFrom('mean', 'median', 'min', 'max', 'sum'),
        interval: fc.constantFrom('minmax', 'sd', 'se', 'none'),
        maxBars: fc.integer({ min: 1, max: 1_000 }),
      },
      { requiredKeys: ['values', 'direction'] },
    ),
  }),
  fc.record({
    type: fc.constant('scatter'),
    settings: fc.record(
      { x: value, z: value, yLog: fc.boolean(), xMin: number, showsRegression: fc.boolean() },
      unset,
    ),
  }),
  fc.record({
    type: fc.constant('parallel'),
    settings: fc.record({
      axes: fc.array(
        fc.record(
          { field, statistic: fc.constant('last'), isLog: fc.constant(true), title: name },
          { requiredKeys: ['field', 'statistic'] },
        ),
      ),
    }),
  }),
  fc.record({
    type: fc.constant('importance'),
    settings: fc.record({
      target: fc.record({
        field: fc.constantFrom('summary.loss', 'summary.state'),
        statistic: fc.constant('last'),
      }),
    }),
  }),
  fc.record({ type: fc.constant('markdown'), settings: fc.record({ text }) }),
  fc.record({ type: fc.constant('table'), settings: fc.record({ key: name }) }),
  fc.record({ type: fc.constant('media'), settings: fc.record({ keys: fc.array(name) }) }),
  fc.record({
    type: fc.constant('foreign'),
    settings: fc.record({
      viewType: fc.constant('Weave Trace'),
      config: fc.dictionary(name, number),
    }),
  }),
] as const;

const sections = fc.array(
  fc.record({
    title: text,
    isOpen: fc.boolean(),
    columns: fc.integer({ min: 1, max: 6 }),
    pageRows: fc.integer({ min: 1, max: 50 }),
    panels: fc.array(
      fc.record({ panel: fc.oneof(...PANELS), title: fc.constantFrom('', 'A title') }),
      { maxLength: 3 },
    ),
  }),
  { maxLength: 3 },
);
const filter = fc.constantFrom(
  '',
  'config.lr > 0.1',
  'config.lr > 0.1 and (state = "finished" or tags in ["a", "b"])',
  'config.a = 1 or config.b != "x" and summary.loss is set',
  'createdAt within_last 5 days',
  'state not in ["failed", "crashed"] and config.seed is not set',
);
const runs = fc.record({
  search: text,
  isExpression: fc.boolean(),
  filter,
  groupBy: fc.uniqueArray(fc.constantFrom('config.lr', 'config.opt.beta', 'group', 'tags')),
  sort: fc.uniqueArray(fc.record({ field, isAscending: fc.boolean() }), {
    selector: (one) => one.field,
  }),
  base: fc.constant('all'),
  hidden: fc.uniqueArray(runName),
  baseline: fc.option(runName),
  colours: fc.record({
    chosen: fc.subarray([
      ['a:b', '#ff0000'],
      ['run-1', '#00ff00'],
      ['run-2', '#0000ff'],
    ]),
  }),
});

/** Everything in a view that both sides have words for. */
const views: fc.Arbitrary<ViewSpec> = fc
  .record({
    runs,
    sections,
    mode: fc.constantFrom('automatic', 'manual'),
    prefix: fc.constantFrom('first', 'last'),
  })
  .map(({ runs: list, sections: made, mode, prefix }) => {
    const ids = made.map((_, index) => `own:${index}`);
    const panels = made.map((section, at) =>
      section.panels.map(({ panel, title }, index) => ({
        id: `own/${at}-${index}`,
        ...(title !== '' && panel.type !== 'foreign' ? { title } : {}),
        section: `own:${at}`,
        ...panel,
      })),
    );
    return parseViewSpec({
      version: 1,
      runs: list,
      board: {
        mode,
        prefix,
        order: ids,
        sections: made.map(({ panels: _, ...section }, at) => ({
          id: `own:${at}`,
          ...section,
          order: (panels[at] ?? []).map(({ id }) => id),
        })),
        panels: panels.flat(),
        settings: { line: { mostLines: 25 } },
      },
    });
  });

test('a view comes back from the form of the client', () => {
  fc.assert(
    fc.property(views, (view) => {
      expect(read(make(view, PLACE), PLACE)).toEqual(view);
    }),
    { numRuns: 200 },
  );
});

test('a change on either side arrives on the other', () => {
  fc.assert(
    fc.property(views, views, (before, after) => {
      const [was, is] = [make(before, PLACE), make(after, PLACE)];
      expect(receive(before, was, is, PLACE)).toEqual(after);
      expect(read(write(was, before, after, PLACE), PLACE)).toEqual(after);
    }),
    { numRuns: 100 },
  );
});

test('what only the client knows outlives every change here', () => {
  fc.assert(
    fc.property(views, views, fc.jsonValue(), (before, after, unknown) => {
      const wire = JSON.parse(make(before, PLACE));
      wire.section.unknown = unknown;
      wire.section.runSets.push({ id: 'second', unknown });
      wire.section.runSets[0].unknown = unknown;
      const changed = JSON.parse(write(JSON.stringify(wire), before, after, PLACE));
      expect(changed.section.unknown).toEqual(JSON.parse(JSON.stringify(unknown)));
      expect(changed.section.runSets[0].unknown).toEqual(changed.section.unknown);
      expect(changed.section.runSets[1]).toEqual({
        id: 'second',
        unknown: changed.section.unknown,
      });
    }),
    { numRuns: 100 },
  );
});

test('nothing changed leaves the text letter by letter', () => {
  fc.assert(
    fc.property(views, (view) => {
      const wire = ` ${make(view, PLACE).replace('"name":""', '"name" : ""')}`;
      expect(write(wire, view, view, PLACE)).toBe(wire);
    }),
    { numRuns: 50 },
  );
});

test('no text stops the reader', () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (json, odd) => {
      expect(() => read(json, PLACE)).not.toThrow();
      const section = { panelBankConfig: odd, runSets: [odd], settings: odd, customRunColors: odd };
      const deeper = {
        ...section,
        panelBankConfig: {
          sections: [{ panels: [odd, { config: odd, viewType: 'Scatter Plot' }] }],
        },
        runSets: [{ filters: odd, sort: { keys: [odd] }, grouping: [odd], runFeed: odd }],
      };
      for (const one of [section, deeper]) {
        expect(() => read(JSON.stringify({ section: one }), PLACE)).not.toThrow();
      }
    }),
  );
});

describe('a filter', () => {
  const leaf = (op: string, wanted: unknown, more = {}) => ({
    key: { section: 'config', name: 'lr' },
    op,
    value: wanted,
    disabled: false,
    ...more,
  });

  it.each([
    [{ filterFormat: 'filterV2', filters: [] }, ''],
    [
      { op: 'OR', filters: [{ op: 'AND', filters: [leaf('=', 1), leaf('<', 2)] }] },
      'config.lr = 1 and config.lr < 2',
    ],
    [
      {
        filterFormat: 'filterV2',
        filters: [
          leaf('=', 1),
          leaf('=', 2, { connector: 'OR' }),
          leaf('!=', null, { connector: 'AND' }),
        ],
      },
      'config.lr = 1 or config.lr = 2 and config.lr is set',
    ],
    [
      {
        filterFormat: 'filterV2',
        filters: [
          { filters: [leaf('=', 1), leaf('=', 'x', { connector: 'OR' })] },
          leaf('NIN', [1], { connector: 'AND' }),
        ],
      },
      '(config.lr = 1 or config.lr = "x") and config.lr != 1',
    ],
    [{ op: 'AND', filters: [leaf('=', 1, { disabled: true }), leaf('=', true)] }, 'config.lr = 1'],
  ])('reads %j', (wire, expected) => {
    expect(readFilters(wire)).toBe(expected);
  });

  it('that we have nothing for is told as it is, so that the list says what it can’t read', () => {
    const wire = {
      op: 'AND',
      filters: [{ key: { section: 'keys_info', name: 'loss' }, op: '=', value: 3 }],
    };
    expect(readFilters(wire)).toBe('KeysInfo("loss") = 3');
    expect(() => parseFilterText(readFilters(wire))).toThrow('There is no “KeysInfo(…)”');
  });

  it('that the client has no words for is not written as another one', () => {
    expect(writeFilters('name contains "a"')).toBe(undefined);
    expect(writeFilters('half a')).toBe(undefined);
    expect(writeFilters('not config.lr > 1')).toBe(undefined);
  });

  test('of those that both have comes back', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(readFilters(writeFilters(one))).toBe(formatFilterText(parseFilterText(one)));
      }),
    );
  });
});

it('sections and panels without ids are found again after they were renamed here', () => {
  const wire = stringifyExact(
    parseExactJson(
      '{"section":{"runSets":[{}],"customRunColors":{},"settings":{"shouldAutoGeneratePanels":false},"panelBankConfig":{"sections":[{"name":"A","panels":[{"viewType":"Markdown Panel","config":{"value":"x"}}]},{"name":"A"}]}}}',
    ),
  );
  let spec = read(wire, PLACE);
  let kept = wire;
  for (const title of ['B', 'A']) {
    const { board } = spec;
    const next = {
      ...spec,
      board: {
        ...board,
        sections: board.sections.map((section, at) => (at === 1 ? { ...section, title } : section)),
      },
    };
    kept = write(kept, spec, next, PLACE);
    expect(read(kept, PLACE)).toEqual(next);
    spec = next;
  }
});
