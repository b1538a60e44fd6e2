import { expect, it } from 'vitest';
import { createFieldCheck } from './field-schema.ts';

const check = createFieldCheck();
const fault = (value: unknown, schema: unknown): string | null =>
  check(JSON.stringify(value), JSON.stringify(schema));

it.each<[schema: unknown, fits: unknown, doesNot: unknown, why: RegExp]>([
  [{ type: 'integer', minimum: 1, maximum: 5 }, 5, 6, /must be <= 5/],
  [{ type: ['string', 'null'], maxLength: 2 }, null, 'abc', /more than 2 characters/],
  [{ enum: ['good', 'bad'] }, 'bad', 'Bad', /\["good","bad"\]/],
  [{ type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 }, 1.5, 0, /must be > 0/],
  [{ type: 'string', pattern: '^(a+)+$' }, 'aaa', `${'a'.repeat(40)}b`, /pattern/],
  [{ type: 'array', uniqueItems: true }, [1, '1'], [{ a: 1 }, { a: 1 }], /uniqueItems/],
  [
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      required: ['score'],
      properties: { score: { $ref: '#/$defs/score' } },
      $defs: { score: { anyOf: [{ type: 'number' }, { const: 'none' }] } },
    },
    { score: 'none' },
    { score: true },
    /at \/score/,
  ],
])('an annotation is held to %j', (schema, fits, doesNot, why) => {
  expect(fault(fits, schema)).toBeNull();
  expect(fault(doesNot, schema)).toMatch(/^does not fit its field/);
  expect(fault(doesNot, schema)).toMatch(why);
});

it.each([
  { type: 'colour' },
  { $ref: 'https://example.com/elsewhere.json' },
  { pattern: '(' },
  { pattern: '(?=look ahead)' },
  17,
  null,
])('the schema %j can not be read and forbids nothing', (schema) => {
  expect(fault('anything', schema)).toBeNull();
});
