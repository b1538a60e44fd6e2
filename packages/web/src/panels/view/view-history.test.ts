import { expect, test } from 'vitest';
import { createHistory, type HistoryAction, reduceHistory } from './view-history.ts';

type Action = { kind: 'type'; text: string } | { kind: 'set'; text: string } | { kind: 'peek' };
const rules = {
  reduce: (view: string, action: Action) => (action.kind === 'peek' ? `${view}!` : action.text),
  streamOf: ({ kind }: Action) => (kind === 'type' ? kind : null),
  isPassing: ({ kind }: Action) => kind === 'peek',
};
const play = (...steps: HistoryAction<string, Action>[]) =>
  steps.reduce((history, step) => reduceHistory(rules, history, step), createHistory(''));
const set = (text: string) => ({
  kind: 'do' as const,
  action: { kind: 'set' as const, text },
  at: 0,
});
const type = (text: string, at: number) => ({
  kind: 'do' as const,
  action: { kind: 'type' as const, text },
  at,
});
const undo = { kind: 'undo' as const };
const redo = { kind: 'redo' as const };

test('undo goes back step by step, redo forth again', () => {
  expect(play(set('a'), set('b'), undo).present).toBe('a');
  expect(play(set('a'), set('b'), undo, undo, undo).present).toBe('');
  expect(play(set('a'), set('b'), undo, undo, redo).present).toBe('a');
  expect(play(set('a'), redo).present).toBe('a');
});

test('a new change forgets what was undone', () => {
  expect(play(set('a'), undo, set('c'), redo).present).toBe('c');
});

test('typing is undone as one, with a pause as two', () => {
  expect(play(type('l', 0), type('lo', 200), undo).present).toBe('');
  expect(play(type('l', 0), type('lo', 5000), undo).present).toBe('l');
});

test('passing changes are no step', () => {
  const peek = { kind: 'do' as const, action: { kind: 'peek' as const }, at: 0 };
  expect(play(set('a'), peek, undo).present).toBe('');
});

test('a view that an address brought can be undone', () => {
  expect(play(set('a'), { kind: 'load', view: 'x' }, undo).present).toBe('a');
});
