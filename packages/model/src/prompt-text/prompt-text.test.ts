import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPrompt, PromptTextError, promptParts, promptVariables } from './prompt-text.ts';

describe('texts of prompts', () => {
  it('tell their variables once, in their order', () => {
    expect(promptVariables('Hello {name}, {größe:.2f} {name} {{no}} {0}')).toEqual([
      'name',
      'größe',
      '0',
    ]);
  });

  it('are filled as Python fills them', () => {
    const values = new Map([['name', 'Ada {x}']]);
    expect(fillPrompt('{{"a": "{name}"}} {other}', values)).toBe('{"a": "Ada {x}"} {other}');
  });

  it.each(['{', 'a } b', '{"json": 1}', '{a.b}', '{a[0]}', '{}', '{a{b}}'])(
    'with other braces are told and left as they are: %s',
    (text) => {
      expect(() => promptParts(text)).toThrow(PromptTextError);
      expect(promptVariables(text)).toEqual([]);
      expect(fillPrompt(text, new Map([['a', '1']]))).toBe(text);
    },
  );

  it('come back from any text whose braces are doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ', 'é') }), (text) => {
        const doubled = text.replaceAll('{', '{{').replaceAll('}', '}}');
        expect(fillPrompt(doubled, new Map())).toBe(text);
      }),
    );
  });
});
