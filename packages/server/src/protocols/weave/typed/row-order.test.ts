import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../domains/evaluations/index.ts';
import { filterRows, type ResultRow, sortRows } from './row-order.ts';

const trial = (evaluationId: string, output: unknown, scores: Record<string, unknown>): Trial => ({
  evaluationId,
  rowDigest: '',
  callId: '',
  predictCallId: null,
  example: 'null',
  output: JSON.stringify(output),
  scores: new Map(Object.entries(scores).map(([name, value]) => [name, JSON.stringify(value)])),
  scorerCallIds: new Map(),
  failedScorers: new Set(),
  isFailed: false,
  isRunning: false,
  startedAt: 0,
  latencySeconds: null,
  totalTokens: null,
  totalCost: null,
  spanRefs: null,
});

const row = (digest: string, raw: unknown, trials: readonly Trial[]): ResultRow => ({
  digest,
  raw: JSON.stringify(raw),
  trials,
});

const ROWS = [
  row('r1', { q: 'a' }, [
    trial('one', { text: 'yes' }, { match: { ok: true, score: 1 } }),
    trial('two', { text: 'no' }, { match: { ok: false, score: 4 } }),
  ]),
  row('r2', { q: 'b' }, [
    trial('one', { text: 'no' }, { match: { ok: false, score: 2 } }),
    trial('two', { text: 'no' }, { match: { ok: false, score: 2.5 } }),
  ]),
  row('r3', { q: 'c' }, [trial('one', null, {})]),
];
const names = (rows: readonly ResultRow[]): string[] => rows.map(({ digest }) => digest);
const is = (field: string, value: unknown) => ({
  query: { $expr: { $eq: [{ $getField: field }, { $literal: value }] } },
});

describe('rows of evaluations', () => {
  it('are sorted by values of one evaluation, by means of all, or by how they differ; missing last', () => {
    const by = (change: object) =>
      names(sortRows(ROWS, [{ field: 'scores.match.score', direction: 'asc', ...change }]));
    expect(by({ evaluation_call_id: 'two' })).toEqual(['r2', 'r1', 'r3']);
    expect(by({ evaluation_call_id: 'one', direction: 'desc' })).toEqual(['r2', 'r1', 'r3']);
    expect(by({ mode: 'difference', direction: 'desc' })).toEqual(['r1', 'r2', 'r3']);
    expect(names(sortRows(ROWS, [{ field: 'inputs.q', direction: 'desc' }]))).toEqual([
      'r3',
      'r2',
      'r1',
    ]);
  });

  it('are found by scores, outputs and inputs, of one evaluation or of any', () => {
    expect(names(filterRows(ROWS, [is('output.text', 'yes')], 'and'))).toEqual(['r1']);
    const two = { ...is('output.text', 'yes'), evaluation_call_id: 'two' };
    expect(names(filterRows(ROWS, [two], 'and'))).toEqual([]);
    const either = [is('inputs.q', 'c'), is('scores.match.ok', 'true')];
    expect(names(filterRows(ROWS, either, 'or'))).toEqual(['r1', 'r3']);
    expect(names(filterRows(ROWS, either, 'and'))).toEqual([]);
    expect(() => filterRows(ROWS, [is('cost', 1)], 'and')).toThrow(/^Rows have scores/);
    expect(() => sortRows(ROWS, [{ field: 'x', direction: 'asc' }])).toThrow(/^Rows have scores/);
  });
});
