import { formatCallFilter, parseCallFilter } from '@runloom/model';
import { expect, test } from 'vitest';
import { conditionOf, lineOf } from './filter-lines.ts';

test.each([
  ['status = "error"', 'status', '=', 'error'],
  ['latency > 2 s', 'latency', '>', '2000'],
  ['inputs.model in ["a", "b"]', 'inputs.model', 'in', 'a, b'],
  ['output not contains "x"', 'output', 'not contains', 'x'],
  ['started within_last 2 days', 'started', 'within_last', '48'],
  ['thread is not set', 'thread', 'is not set', ''],
  ['attributes.flag = true', 'attributes.flag', '=', 'true'],
])('%s is a line of the builder and comes back', (text, field, operator, value) => {
  const line = lineOf(parseCallFilter(text));
  expect(line).toEqual({ field, operator, value });
  const condition = line && conditionOf(line);
  expect(condition && formatCallFilter(condition)).toBe(text);
});

test('a line that says nothing yet is no condition', () => {
  expect(conditionOf({ field: 'no such field', operator: '=', value: '1' })).toBeNull();
  expect(conditionOf({ field: 'latency', operator: '>', value: 'soon' })).toBeNull();
  expect(conditionOf({ field: 'output', operator: 'contains', value: '' })).toBeNull();
});
