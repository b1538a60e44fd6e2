import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPayload, renderPayload } from './payload.ts';

const variables = { run_name: 'a "b" }', alias: '' };
const secrets = { KEY: 's3cret' };
const render = (payload: unknown): unknown =>
  JSON.parse(renderPayload(JSON.stringify(payload), variables, secrets));

it('fills variables into texts, keys and lists, whatever they hold', () => {
  expect(
    render({
      run: '${run_name}!',
      '${run_name}': [1, null, true, '$KEY ${KEY}'],
      deep: { a: '${alias}' },
    }),
  ).toEqual({ run: 'a "b" }!', 'a "b" }': [1, null, true, 's3cret s3cret'], deep: { a: '' } });
});

it('a variable that there is not is empty; a dollar that names no secret stays', () => {
  expect(render('${nope}|$run_name|$5|$NOPE|${}')).toBe('|$run_name|$5|$NOPE|${}');
});

it('what is filled in is not looked through again', () => {
  const text = renderPayload('"${a}"', { a: '${KEY} $KEY' }, secrets);
  expect(JSON.parse(text)).toBe('${KEY} $KEY');
});

it('without a payload the variables are sent and no secret is', () => {
  expect(JSON.parse(renderPayload(null, variables, secrets))).toEqual(variables);
});

it('keys that reach for prototypes are plain keys', () => {
  const text = renderPayload('{"__proto__": {"a": "${alias}"}, "constructor": 1}', variables, {});
  expect(text).toBe('{"__proto__":{"a":""},"constructor":1}');
});

it('no value changes the shape of the payload', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = renderPayload('{"a": ["${v}", 1]}', { v: value }, {});
      expect(JSON.parse(text)).toEqual({ a: [value, 1] });
    }),
  );
});

it('a payload must be JSON of bounded length', () => {
  expect(() => checkPayload('{"a": ${run_id}}')).toThrow(/not JSON/);
  expect(() => checkPayload(`"${'x'.repeat(100_001)}"`)).toThrow(/at most 100000/);
  checkPayload(null);
  checkPayload('{}');
});
