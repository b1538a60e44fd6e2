import { parseExactJson, stringifyExact, valueAtPath } from '@runloom/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useCallsRoom, wholeCall } from './calls.testing.ts';
import { spanAtPath } from './splice.ts';

const MODEL = 'weave:///e/p/object/model:1';
const PROMPT = 'weave:///e/p/object/prompt:1';
const OBJECTS: Readonly<Record<string, string>> = {
  [MODEL]: `{"name":"best","temperature":1.0,"prompt":"${PROMPT}"}`,
  [PROMPT]: '{"content":"hello"}',
};

const room = await useCallsRoom({
  readRefs: async (_project, refs) => refs.map((ref) => OBJECTS[ref] ?? null),
});

test('references are followed in conditions, sorts and what comes back', async () => {
  const project = room.newProject();
  await room.calls.write(project, [
    wholeCall('a', { inputs: `{"n": 1.0, "self": "${MODEL}"}` }),
    wholeCall('b', { inputs: '{"self": "weave:///e/p/object/gone:1"}' }),
    wholeCall('c', { inputs: '{"self": {"name": "inline"}}' }),
  ]);
  const expandColumns = ['inputs.self.prompt', 'inputs.self'];
  const where = (field: string, value: string) => ({
    expandColumns,
    query: { $expr: { $eq: [{ $getField: field }, { $literal: value }] } },
  });
  expect(await room.ids(project, where('inputs.self.name', 'best'))).toEqual(['a']);
  expect(await room.ids(project, where('inputs.self.name', 'inline'))).toEqual(['c']);
  expect(await room.ids(project, where('inputs.self.prompt.content', 'hello'))).toEqual(['a']);
  expect(await room.calls.count(project, where('inputs.self.name', 'best'))).toMatchObject({
    count: 1,
  });
  const sort = [{ field: 'inputs.self.name', direction: 'desc' as const }];
  const calls = await room.list(project, { expandColumns, sort });
  expect(calls.map(({ inputs }) => inputs)).toEqual([
    '{"self": {"name": "inline"}}',
    `{"n": 1.0, "self": {"_ref":"${MODEL}","name":"best","temperature":1.0,"prompt":{"_ref":"${PROMPT}","content":"hello"}}}`,
    '{"self": "weave:///e/p/object/gone:1"}',
  ]);
  const [plain] = await room.list(project, { expandColumns, returnsExpanded: false });
  expect(plain?.inputs).toBe(`{"n": 1.0, "self": "${MODEL}"}`);
});

test('the place of a value in a text is where reading finds it', () => {
  const spaced = fc.json().map((json) => JSON.stringify(JSON.parse(json), null, 1));
  fc.assert(
    fc.property(
      spaced,
      fc.array(fc.constantFrom('', 'a', '0', '1'), { maxLength: 3 }),
      (text, keys) => {
        const span = spanAtPath(text, keys);
        const value = valueAtPath(parseExactJson(text), keys);
        expect(span === null).toBe(value === undefined);
        if (span === null || value === undefined) return;
        const found = parseExactJson(text.slice(span.from, span.to));
        expect(stringifyExact(found)).toBe(stringifyExact(value));
      },
    ),
  );
});
