import { describe, expect, it } from 'vitest';
import type { RunCell } from '../analysis/cells.ts';
import { judge } from './judge.ts';
import { prepare } from './prepare.ts';
import { sortedRows } from './rows.ts';

const run = (index: number, values: RunCell[]) => ({
  name: `r${index}`,
  label: `r${index}`,
  colour: '',
  values,
  keys: [],
});
const runs = (count: number, values: (index: number) => RunCell[]) =>
  Array.from({ length: count }, (_, index) => run(index, values(index)));
const FIELDS = ['config.lr', 'config.model', 'config.fixed', 'config.seldom', 'config.none'];
const sweep = (count: number) =>
  runs(count, (at) => [
    (at % 7) + (at % 2 === 0 ? 10 : 0),
    at % 7,
    at % 2 === 0 ? 'vit' : 'cnn',
    3,
    at < 5 ? at : null,
    null,
  ]);

describe('what is judged', () => {
  it('are parameters that vary; of the others it is said why not', () => {
    const { parameters, unjudged, problem } = prepare(sweep(40), 'loss', FIELDS, false);
    expect(parameters.map(({ field, column }) => [field, column.kind])).toEqual([
      ['config.lr', 'number'],
      ['config.model', 'category'],
    ]);
    expect(unjudged).toEqual([
      { field: 'config.fixed', reason: 'never varies: always 3' },
      { field: 'config.seldom', reason: 'only 5 of 40 runs have it' },
      { field: 'config.none', reason: 'no run has a value' },
    ]);
    expect(problem).toBeNull();
  });

  it('are runs that have the target and all parameters; the others are counted', () => {
    const some = runs(20, (at) => [
      at === 0 ? null : at === 1 ? Number.NaN : at,
      at === 2 ? null : at,
    ]);
    const { target, leftOut } = prepare(some, 'loss', ['config.lr'], false);
    expect(target.length).toBe(17);
    expect(leftOut.map(({ reason, what, labels }) => [reason, what, labels])).toEqual([
      ['missing', 'loss', ['r0']],
      ['not-finite', 'loss', ['r1']],
      ['missing', 'lr', ['r2']],
    ]);
  });

  it('takes a seldom parameter when the reader names it', () => {
    const seldom = runs(60, (at) => [at % 9, at < 5 ? at : null]);
    const { parameters, target } = prepare(seldom, 'loss', ['config.seldom'], true);
    expect([parameters.length, target.length]).toEqual([1, 5]);
  });

  it.each([
    [prepare(sweep(9), 'loss', FIELDS, false), /Too few runs to tell: 9 runs have loss/],
    [
      prepare(
        runs(1, () => [1, 2]),
        'loss',
        ['config.lr'],
        false,
      ),
      /1 run has loss/,
    ],
    [
      prepare(
        runs(20, (at) => [5, at]),
        'loss',
        ['config.lr'],
        false,
      ),
      /nothing to explain/,
    ],
    [
      prepare(
        runs(20, (at) => [at, 1]),
        'loss',
        ['config.lr'],
        false,
      ),
      /No parameter varies/,
    ],
    [prepare([], 'loss', [], false), /Too few/],
  ])('says why nothing can be told (%#)', ({ problem }, reason) => {
    expect(problem).toMatch(reason);
  });
});

describe('a judgement', () => {
  const { parameters, target } = prepare(sweep(80), 'loss', FIELDS, false);
  const answer = judge({ id: 3, parameters, target, correlation: 'spearman' });

  it('finds what the target is made of', () => {
    const [lr, model] = answer.judgements;
    expect(answer.id).toBe(3);
    expect(answer.explained).toBeGreaterThan(0.8);
    expect(model?.importance.low).toBeGreaterThan(lr?.importance.high ?? 0);
    expect(model?.category).toMatch(/vit|cnn/);
    expect(Math.abs(model?.correlation?.r ?? 0)).toBeGreaterThan(0.8);
    expect(lr?.correlation?.r).toBeGreaterThan(0.1);
  });

  it('is put into the order asked', () => {
    const named = (sort: 'importance' | 'correlation' | 'name') =>
      sortedRows({ parameters, judgements: answer.judgements }, sort).map(({ field }) => field);
    expect(named('importance')).toEqual(['config.model', 'config.lr']);
    expect(named('name')).toEqual(['config.lr', 'config.model']);
  });
});
