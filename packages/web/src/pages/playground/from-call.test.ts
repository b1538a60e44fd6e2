import { describe, expect, it } from 'vitest';
import { readAsked } from './from-call.ts';

describe('a traced call', () => {
  it('of OpenAI is asked again as it was', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', content: null, tool_calls: [{ id: '1', function: { name: 'f' } }] },
      { role: 'tool', content: 'ok', tool_call_id: '1' },
    ];
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
    expect(
      readAsked({ model: 'gpt-4o', messages, tools, temperature: 0.5, max_tokens: 9 }),
    ).toEqual({
      model: 'gpt-4o',
      messages,
      tools,
      parameters: { temperature: 0.5, maxTokens: 9 },
    });
  });

  it('of other libraries is asked in the words of OpenAI', () => {
    const asked = readAsked({
      model: 'claude',
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          ],
        },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 't1', name: 'look', input: { at: 1 } }],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't1', content: 'a cat' }],
        },
      ],
    });
    expect(asked?.messages).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'what?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'assistant', tool_calls: [{ id: 't1', function: { name: 'look' } }] },
      { role: 'tool', content: 'a cat', tool_call_id: 't1' },
    ]);
  });

  it('that is no conversation is none', () => {
    expect(readAsked({ x: 1 })).toBeNull();
    expect(readAsked(null)).toBeNull();
  });
});
