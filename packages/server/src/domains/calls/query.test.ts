import {
  CALL_ROOTS,
  type CallField,
  evaluateQuery,
  parseCallQuery,
  parseExactJson,
  type QueryValue,
  valueAtPath,
} from '@runloom/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';
import type { Call, CallPart } from './types.ts';

const room = await useCallsRoom();

/** A field of a call as the reference of queries sees it. */
function seenAs(call: Call, field: CallField): QueryValue {
  switch (field.kind) {
    case 'text':
      return { kind: 'text', text: textOf(call, field.name) ?? '' };
    case 'time':
      if (field.name === 'started_at') return { kind: 'time', micros: call.startedAt };
      return { kind: 'time', micros: field.name === 'ended_at' ? call.endedAt : null };
    case 'number':
      if (field.name === 'latency_ms') return { kind: 'number', number: call.latencyMs };
      return { kind: 'number', number: field.name === 'wb_run_step' ? call.wbRunStep : null };
    case 'json': {
      const text = call[field.root];
      if (text === null) return { kind: 'json', json: undefined };
      const json = valueAtPath(parseExactJson(text), field.path);
      const isWhole = field.path.length === 0 && typeof json !== 'string' && json !== null;
      return { kind: 'json', json, ...(isWhole ? { text } : {}) };
    }
    case 'feedback':
      return { kind: 'null' };
  }
}

function textOf(call: Call, name: Extract<CallField, { kind: 'text' }>['name']): string | null {
  switch (name) {
    case 'id':
      return call.id;
    case 'op_name':
      return call.opName;
    case 'display_name':
      return call.displayName;
    case 'thread_id':
      return call.threadId;
    case 'exception':
      return call.exception;
    case 'status':
      return call.status;
    case 'trace_name':
      return call.traceName;
    default:
      return '';
  }
}

// Few of each, so that calls and queries meet.
const KEYS = ['a', 'b', '0', 'k.d', '__proto__', 'é', "quo'te", 'back\\slash'];
const TEXTS = [
  '',
  'x',
  'X',
  '1',
  '1.5',
  'true',
  'null',
  'é',
  '😀',
  "it's",
  'a\\b',
  'a"b',
  'line\nend',
  '%_',
  'nul\u0000',
];
const NUMBERS = [0, 1, -1, 1.5, 2, 1e21, 1e-7, 12345678901];

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, false),
    fc.constantFrom(...TEXTS),
    fc.constantFrom(...NUMBERS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const object = fc.dictionary(fc.constantFrom(...KEYS), json, { maxKeys: 4 });

const call: fc.Arbitrary<CallPart> = fc
  .record({
    isRunning: fc.boolean(),
    opName: fc.constantFrom('plain', 'weave:///e/p/op/answer:v1', 'x'),
    displayName: fc.constantFrom(null, 'x', 'Named'),
    startedAt: fc.constantFrom(START, START + 1_000_000, START + 1_500_001),
    endedAt: fc.constantFrom(START + 1_500_000, START + 3_000_000),
    threadId: fc.constantFrom(null, 'x', 't'),
    exception: fc.constantFrom(null, '', 'x'),
    wbRunStep: fc.constantFrom(null, 0, 1, -5),
    inputs: object.map((value) => JSON.stringify(value)),
    attributes: object.map((value) => JSON.stringify(value, null, 1)),
    output: json.map((value) => JSON.stringify(value)),
    summary: fc.constantFrom(
      '{}',
      '{"status_counts":{"error":1}}',
      '{"a":1.0,"big":123456789012345678901234567890}',
    ),
  })
  .map(({ isRunning, ...fields }) => {
    const whole = wholeCall('', fields);
    return isRunning ? startOf(whole) : whole;
  });

const path = fc
  .tuple(
    fc.constantFrom<string>(...CALL_ROOTS),
    fc.array(fc.constantFrom(...KEYS, '1', 'big'), { maxLength: 3 }),
  )
  .map(([root, keys]) => [root, ...keys.map((key) => key.replace(/[\\.]/g, '\\$&'))].join('.'));
const field = fc
  .oneof(
    path,
    fc.constantFrom(
      'op_name',
      'display_name',
      'thread_id',
      'exception',
      'started_at',
      'ended_at',
      'wb_run_step',
      'deleted_at',
      'summary.weave.status',
      'summary.weave.trace_name',
      'summary.weave.latency_ms',
    ),
  )
  .map((name) => ({ $getField: name }));
const literal = fc
  .oneof(
    fc.constantFrom(...TEXTS, ...NUMBERS),
    fc.constantFrom(null, true, false, [1, 'x'], { a: 1 }),
    fc.constantFrom(START / 1e6, new Date(START / 1000).toISOString(), 'error', 'Named', 'success'),
  )
  .map((value) => ({ $literal: value }));

const operand = fc.letrec<{ operand: unknown }>((tie) => ({
  operand: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    field,
    field,
    literal,
    fc
      .record({
        input: tie('operand'),
        to: fc.constantFrom('double', 'int', 'string', 'bool', 'exists'),
      })
      .map((convert) => ({ $convert: convert })),
    tie('operand').map((input) => ({ $size: input })),
  ),
})).operand;

const condition = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc
      .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte'), operand, operand)
      .map(([sign, left, right]) => ({ [sign]: [left, right] })),
    fc
      .tuple(operand, fc.array(fc.oneof(literal, literal, operand), { maxLength: 4 }))
      .map(([input, values]) => ({ $in: [input, values] })),
    fc
      .record({
        input: operand,
        substr: fc.oneof(literal, operand),
        case_insensitive: fc.boolean(),
      })
      .map((contains) => ({ $contains: contains })),
    tie('condition').map((inner) => ({ $not: [inner] })),
    fc
      .tuple(
        fc.constantFrom('$and', '$or'),
        fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
      )
      .map(([sign, inner]) => ({ [sign]: inner })),
  ),
})).condition;

test('a query means the same calls to the engine as to its reference', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 5, maxLength: 12 }),
      fc.array(condition, { minLength: 12, maxLength: 12 }),
      async (parts, conditions) => {
        const project = room.newProject();
        await room.calls.write(
          project,
          parts.map((part, index) => ({ ...part, id: `c${index}`, traceId: `t${index}` })),
        );
        const all = await room.list(project);
        expect(all).toHaveLength(parts.length);
        for (const $expr of conditions) {
          const expression = parseCallQuery({ $expr });
          if (!expression) throw new Error('There is a query.');
          const expected = all.filter((one) => evaluateQuery(expression, (at) => seenAs(one, at)));
          const found = await room.ids(project, { query: { $expr } });
          expect({ $expr, ids: found }).toEqual({ $expr, ids: expected.map(({ id }) => id) });
        }
      },
    ),
    // Each run asks the engine many times: what fails is shown as it was found.
    { numRuns: 4, endOnFailure: true },
  );
}, 120_000);
