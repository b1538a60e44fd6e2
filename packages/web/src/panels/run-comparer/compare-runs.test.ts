import type { WholeRun } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import {
  type ComparisonView,
  comparedRows,
  comparisonOf,
} from '../../components/comparison/compared-rows.ts';
import { runParts } from './compare-runs.ts';
import { differenceOf, shownValue } from './difference.ts';

function run(name: string, config: object, summary: object = {}, more: object = {}): WholeRun {
  const base = {
    name,
    displayName: name,
    serial: 1,
    state: 'finished',
    exitCode: 0,
    user: 'ada',
    createdAt: 1,
    heartbeatAt: 1,
    startedAt: null,
    durationMs: 1,
    tags: [],
    notes: '',
    group: '',
    jobType: '',
    sweep: null,
    lastStep: null,
    deadLetterCount: 0,
    stopRequested: false,
    metricDefinitions: [],
    branch: null,
    program: '',
    host: '',
    git: null,
    environment: null,
    command: null,
  } as const;
  return {
    ...base,
    tags: [],
    metricDefinitions: [],
    ...more,
    config: { ...config },
    summary: { ...summary },
  };
}

const ALL: ComparisonView = {
  onlyDifferences: false,
  folded: new Set(),
  matches: null,
};
const rowsOf = (runs: readonly WholeRun[], view: Partial<ComparisonView> = {}) =>
  comparedRows(comparisonOf(runParts(runs, ['config', 'summary'])), { ...ALL, ...view });
const ids = (rows: ReturnType<typeof rowsOf>) => rows.map(({ id }) => id);

const PAIR = [
  run('a', { lr: 0.1, model: { depth: 2, kind: 'x' }, same: 'yes' }, { loss: 1 }),
  run('b', { lr: 0.2, model: { depth: 2 }, same: 'yes' }, { loss: 0.5 }),
];

describe('compared runs', () => {
  it('show every key of each, nested ones below their parent', () => {
    expect(ids(rowsOf(PAIR))).toEqual([
      'config',
      'config.lr',
      'config.model/',
      'config.model.depth',
      'config.model.kind',
      'config.same',
      'summary',
      'summary.loss',
    ]);
    const kind = rowsOf(PAIR).find(({ id }) => id === 'config.model.kind');
    expect(kind).toMatchObject({ values: ['x', undefined], isDifferent: true });
  });

  it('show only what differs, when asked', () => {
    const rows = rowsOf(PAIR, { onlyDifferences: true });
    expect(ids(rows)).toEqual([
      'config',
      'config.lr',
      'config.model/',
      'config.model.kind',
      'summary',
      'summary.loss',
    ]);
    expect(rows[0]?.count).toBe(2);
  });

  it('fold what is folded, unless a search looks below', () => {
    const folded = new Set(['config.model/', 'summary']);
    expect(ids(rowsOf(PAIR, { folded }))).toEqual([
      'config',
      'config.lr',
      'config.model/',
      'config.same',
      'summary',
    ]);
    const matches = (path: string) => path.endsWith('depth');
    expect(ids(rowsOf(PAIR, { folded, matches }))).toEqual([
      'config',
      'config.model/',
      'config.model.depth',
    ]);
  });

  it('differ where one is absent and the other null, not where numbers are written otherwise', () => {
    const rows = rowsOf([run('a', { x: null, y: 1 }), run('b', { y: 1.0 })]);
    expect(rows.map(({ id, isDifferent }) => [id, isDifferent])).toEqual([
      ['config', true],
      ['config.x', true],
      ['config.y', false],
    ]);
  });

  it('may hold a plain value in one run and an object in another', () => {
    const rows = rowsOf([run('a', { x: 1 }), run('b', { x: { y: 2 } })]);
    expect(ids(rows)).toEqual(['config', 'config.x', 'config.x/', 'config.x.y']);
  });

  it('have any keys, and each row its own id', () => {
    const own = JSON.parse('{"__proto__":1,"constructor":2,"a.b":3,"a":{"b":4},"":5}');
    const rows = rowsOf([run('a', {})].map((one) => ({ ...one, config: own })));
    const found = ids(rows);
    expect(new Set(found).size).toBe(found.length);
    expect(rows.filter(({ kind }) => kind === 'value')).toHaveLength(5);
  });
});

describe('differences of numbers', () => {
  const how = { how: 'both', definitions: [] } as const;
  it('are told against the baseline, green where less is better', () => {
    expect(differenceOf(0.5, 1, { ...how, field: 'summary.loss' })).toEqual({
      text: '−0.5 · −50 %',
      tone: 'better',
    });
    expect(differenceOf(0.5, 1, { ...how, field: 'summary.acc' })?.tone).toBe('worse');
    expect(differenceOf(2, 1, { ...how, field: 'config.layers' })?.tone).toBe('other');
  });

  it('follow the goal that a script gave', () => {
    const definitions = [
      { key: 'loss', isGlob: false, stepMetric: null, goal: 'maximize', hidden: false },
    ] as never;
    const field = 'summary.loss';
    expect(differenceOf(2, 1, { how: 'absolute', field, definitions })?.tone).toBe('better');
  });

  it('are none of NaN, texts, equal numbers, or a share of zero', () => {
    const field = 'summary.loss';
    expect(differenceOf({ $number: 'NaN' }, 1, { ...how, field })).toBeNull();
    expect(differenceOf('1', 1, { ...how, field })).toBeNull();
    expect(differenceOf(1, 1, { ...how, field })).toBeNull();
    expect(differenceOf(1, 0, { ...how, field })?.text).toBe('+1');
    expect(differenceOf(1, 0, { how: 'percent', definitions: [], field })?.text).toBe('+1');
  });
});

describe('a value in a cell', () => {
  it('is told in words', () => {
    expect(shownValue({ _type: 'image-file', path: 'x' }, 'summary.img')).toBe('(image-file)');
    expect(shownValue({ $number: '9007199254740993' }, 'config.n')).toBe('9007199254740993');
    expect(shownValue([1, 'a'], 'config.list')).toBe('[1, "a"]');
    expect(shownValue(undefined, 'config.x')).toBe('');
  });
});
