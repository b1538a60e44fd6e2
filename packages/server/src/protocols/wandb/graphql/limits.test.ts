import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { exceededLimit } from './limits.ts';

const problem = (query: string): string | undefined => exceededLimit(parse(query))?.message;
const repeat = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('exceededLimit', () => {
  it('lets a query of the client through', () => {
    expect(
      problem(`query Runs($p: String!) { project(name: $p) { runs { edges { node { ...F } cursor }
        pageInfo { endCursor hasNextPage } } } }
        fragment F on Run { id name user { name username } }`),
    ).toBeUndefined();
  });

  it('refuses deep nesting', () => {
    expect(problem(`{ ${'a { '.repeat(20)} b ${'}'.repeat(20)} }`)).toContain('nested deeper');
  });

  it('refuses deep nesting behind fragments', () => {
    const fragments = repeat(20, (i) => `fragment F${i} on Q { a { ...F${i + 1} } }`);
    expect(problem(`{ ...F0 } ${fragments} fragment F20 on Q { a }`)).toContain('nested deeper');
  });

  it('refuses many aliases', () => {
    expect(problem(`{ ${repeat(60, (i) => `a${i}: viewer { id }`)} }`)).toContain('aliases');
  });

  it('refuses fragments that double each other, in no time', () => {
    const fragments = repeat(60, (i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} }`);
    expect(problem(`{ ...F0 } ${fragments} fragment F60 on Q { a }`)).toContain('fields');
  });

  it('refuses many directives', () => {
    expect(problem(`{ a ${repeat(200, () => '@include(if: true)')} }`)).toContain('directives');
  });

  it('refuses many things at once', () => {
    expect(problem(`mutation { ${repeat(30, () => 'stop { success }')} }`)).toContain('at once');
  });

  it('ends on fragments that use themselves', () => {
    expect(problem('{ ...A } fragment A on Q { ...B } fragment B on Q { ...A }')).toBeUndefined();
  });
});
