import type { CallView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { comparedRows, comparisonOf } from '../../../components/comparison/compared-rows.ts';
import { callDifference, callParts, shownCallValue } from './compare-calls.ts';

const call = (members: Partial<CallView>): CallView => ({
  id: 'a',
  traceId: 't',
  parentId: null,
  name: 'answer',
  op: 'answer',
  status: 'success',
  startedAt: 0,
  latencyMs: 10,
  tokens: null,
  cost: null,
  user: null,
  thread: null,
  error: null,
  opName: 'answer',
  displayName: null,
  kind: null,
  endedAt: 10,
  turn: null,
  attributes: {},
  inputs: {},
  output: null,
  summary: {},
  exception: null,
  models: [],
  feedback: [],
  run: null,
  span: null,
  source: 'weave',
  storageBytes: null,
  ...members,
});

const rowsOf = (...calls: readonly CallView[]) =>
  comparedRows(comparisonOf(callParts(calls)), {
    onlyDifferences: true,
    folded: new Set(),
    matches: null,
  });

describe('compared calls', () => {
  it('are opened to the values that differ, also those in lists', () => {
    const messages = (text: string) => ({ messages: [{ role: 'user', content: text }, 'same'] });
    const rows = rowsOf(call({ inputs: messages('a') }), call({ inputs: messages('b') }));
    expect(rows.map(({ id, values }) => [id, values])).toEqual([
      ['inputs', []],
      ['inputs.messages/', []],
      ['inputs.messages.0/', []],
      ['inputs.messages.0.content', ['a', 'b']],
    ]);
  });

  it('show what is no object in one row, and what only one of them has', () => {
    const rows = rowsOf(call({ output: 'yes' }), call({ output: { answer: 'no' } }));
    expect(rows.map(({ id, values }) => [id, values])).toEqual([
      ['output', []],
      ['output.Output', ['yes', undefined]],
      ['output.answer', [undefined, 'no']],
    ]);
  });

  it('have any keys, and each row its own id', () => {
    const inputs = JSON.parse('{"__proto__":1,"constructor":2,"a.b":3,"a":{"b":4},"":5}');
    const ids = rowsOf(call({ inputs }), call({})).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('inputs.'))).toHaveLength(6);
  });

  it('tell scores by their newest', () => {
    const score = (output: number, createdAt: number) => ({
      id: String(createdAt),
      type: 'wandb.runnable.exact',
      payload: { output },
      user: null,
      createdAt,
      callId: null,
      isOwn: false,
    });
    const rows = rowsOf(call({ feedback: [score(1, 2), score(0, 1)] }), call({}));
    expect(rows.at(-1)).toMatchObject({ id: 'scores.exact', values: [1, undefined] });
  });
});

describe('a difference from the baseline', () => {
  it.each([
    [20, 10, 'call.latency', '+10 ms · +100 % · ×2', 'worse'],
    [0.5, 1, 'call.cost', '−$0.50 · −50 % · ×0.5', 'better'],
    [3, 2, 'output.score', '+1 · +50 % · ×1.5', 'other'],
    [1, 0, 'output.score', '+1', 'other'],
    [1, -1, 'output.score', '+2 · +200 %', 'other'],
  ])('of %s from %s in %s is %s', (value, baseline, field, text, tone) => {
    expect(callDifference(value, baseline, field)).toEqual({ text, tone });
  });

  it('is none of times of day, texts and equal numbers', () => {
    expect(callDifference(2, 1, 'call.started')).toBeNull();
    expect(callDifference('2', 1, 'output.a')).toBeNull();
    expect(callDifference(1, 1, 'output.a')).toBeNull();
    expect(callDifference({ $number: 'NaN' }, 1, 'output.a')).toBeNull();
  });

  it('stands beside values in their own words', () => {
    expect(shownCallValue(1500, 'call.latency')).toBe('1.50 s');
    expect(shownCallValue({ $number: '9007199254740993' }, 'output.n')).toBe('9007199254740993');
    expect(shownCallValue(null, 'output.n')).toBe('null');
  });
});
