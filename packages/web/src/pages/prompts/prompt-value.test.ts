import { describe, expect, it } from 'vitest';
import { promptText, readPrompt, variablesOf } from './prompt-value.ts';

describe('values of prompts', () => {
  it('are read as what they are, or not at all', () => {
    expect(readPrompt('StringPrompt', { content: 'a {b}' })).toEqual({
      kind: 'StringPrompt',
      content: 'a {b}',
    });
    const messages = [{ role: 'user', content: [{ type: 'text', text: '{x} {y}' }], name: 'n' }];
    const prompt = readPrompt('MessagesPrompt', { messages });
    expect(prompt).toEqual({ kind: 'MessagesPrompt', messages });
    expect(prompt && variablesOf(prompt)).toEqual(['x', 'y']);
    expect(readPrompt('EasyPrompt', { messages })).toBeNull();
    expect(readPrompt('MessagesPrompt', { messages: [{ content: 'x' }] })).toBeNull();
    expect(readPrompt('StringPrompt', null)).toBeNull();
  });

  it('are compared as one text', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '{q}' },
    ];
    expect(promptText({ kind: 'MessagesPrompt', messages })).toBe(
      '[system]\nBe brief.\n\n[user]\n{q}',
    );
  });
});
