import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWeaveRef, parseWeaveRef, type WeaveRef } from './weave-ref.ts';

const word = fc.string({
  unit: fc.constantFrom('a', 'B', '9', '_', '-', '.', 'ü', ' '),
  minLength: 1,
});
const path = fc.array(
  fc.record({
    edge: fc.constantFrom('attr', 'key', 'index', 'id'),
    value: fc.string({ unit: 'grapheme' }),
  }),
  { maxLength: 5 },
) as fc.Arbitrary<WeaveRef['path']>;
const ref: fc.Arbitrary<WeaveRef> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('object', 'op'),
    entity: word,
    project: word,
    name: word,
    version: word,
    path,
  }),
  fc.record({ kind: fc.constant('table'), entity: word, project: word, digest: word, path }),
  fc.record({ kind: fc.constant('call'), entity: word, project: word, id: word, path }),
) as fc.Arbitrary<WeaveRef>;

describe('references', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(ref, (some) => {
        expect(parseWeaveRef(formatWeaveRef(some))).toEqual(some);
      }),
    );
  });

  it('name cells of data sets', () => {
    expect(
      parseWeaveRef('weave:///alice/demo1/object/my-ds:abc/attr/rows/id/xyz/key/a%2Fb%25'),
    ).toEqual({
      kind: 'object',
      entity: 'alice',
      project: 'demo1',
      name: 'my-ds',
      version: 'abc',
      path: [
        { edge: 'attr', value: 'rows' },
        { edge: 'id', value: 'xyz' },
        { edge: 'key', value: 'a/b%' },
      ],
    });
  });

  it.each([
    '',
    'weave:///',
    'weave:///a/b',
    'weave:///a/b/object',
    'weave:///a/b/object/name',
    'weave:///a/b/object/:v1',
    'weave:///a/b/object/name:',
    'weave:///a/b/object/name:v1/attr',
    'weave:///a/b/object/name:v1/__proto__/x',
    'weave:///a/b/object/name:v1/key/%zz',
    'weave:///a/b/run/x',
    'wandb-artifact:///a/b/name:v1',
    `weave:///a/b/table/x${'/key/a'.repeat(101)}`,
  ])('are not: %j', (text) => {
    expect(parseWeaveRef(text)).toBeNull();
  });
});
