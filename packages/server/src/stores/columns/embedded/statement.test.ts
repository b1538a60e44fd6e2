import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeRead, composeWrite, mentionsAny, type Statement, sqlLiteral } from './statement.ts';

const statement = (
  sql: string,
  params: Record<string, string> = {},
  settings: Record<string, string> = {},
): Statement => ({
  sql,
  params: new Map(Object.entries(params)),
  settings: new Map(Object.entries(settings)),
});

/** What the engine makes of a literal. */
const unquote = (literal: string): string => {
  const escapes: Record<string, string> = { '0': '\0', n: '\n', r: '\r', t: '\t' };
  return literal.slice(1, -1).replace(/\\([\s\S])/g, (_, next: string) => escapes[next] ?? next);
};

describe('statements of the embedded engine', () => {
  it('quotes any text so that it stays one literal without NUL or line breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = sqlLiteral(text);
        expect(literal).toMatch(/^'(?:[^'\\\0\n]|\\[^\0\n])*'$/);
        expect(unquote(literal)).toBe(text);
      }),
    );
  });

  it('binds parameters on the session and bounds the read itself, readonly first', () => {
    const read = statement(
      '(SELECT {a:String})',
      { a: "it's" },
      { max_execution_time: '3', readonly: '1' },
    );
    expect(composeRead(read)).toBe(
      "SET param_a='it\\'s';\n(SELECT {a:String})\nSETTINGS readonly='1', max_execution_time='3'",
    );
  });

  it('sets what a write asks for before it', () => {
    const write = statement('DROP TABLE t', { p: '1' }, { mutations_sync: '1' });
    expect(composeWrite(write)).toBe("SET mutations_sync='1', param_p='1';\nDROP TABLE t");
    expect(composeWrite(statement('DROP TABLE t'))).toBe('DROP TABLE t');
  });

  it('takes no name of a setting or parameter that is more than a name', () => {
    expect(() => composeRead(statement('x', {}, { 'a=1, b': '2' }))).toThrow(TypeError);
    expect(() => composeWrite(statement('x', { 'a=1; DROP': '2' }))).toThrow(TypeError);
  });

  it('finds the placeholders of a text', () => {
    expect(mentionsAny('SELECT { from : Int64 }', ['to', 'from'])).toBe(true);
    expect(mentionsAny('SELECT {fromage:Int64}', ['from'])).toBe(false);
  });
});
