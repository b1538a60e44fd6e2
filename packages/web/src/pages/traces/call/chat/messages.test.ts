import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInputMessages, readOutputMessages } from './messages.ts';

describe('messages sent to a model', () => {
  test('of OpenAI, with images and calls of tools', () => {
    expect(
      readInputMessages({
        model: 'm',
        messages: [
          { role: 'system', content: 'Be kind.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{"a":1}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'a cat' },
        ],
      }),
    ).toEqual([
      { role: 'system', name: null, parts: [{ kind: 'text', text: 'Be kind.' }] },
      {
        role: 'user',
        name: null,
        parts: [
          { kind: 'text', text: 'What is it?' },
          { kind: 'image', url: 'data:image/png;base64,AA' },
        ],
      },
      {
        role: 'assistant',
        name: null,
        parts: [{ kind: 'tool-call', id: 'c1', name: 'look', input: '{\n  "a": 1\n}' }],
      },
      { role: 'tool', name: null, parts: [{ kind: 'tool-result', id: 'c1', text: 'a cat' }] },
    ]);
  });

  test('of Anthropic, whose system text stands apart', () => {
    const messages = readInputMessages({
      system: 'Be kind.',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: { x: 1 } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] },
      ],
    });
    expect(messages?.map(({ role, parts }) => [role, parts[0]?.kind])).toEqual([
      ['system', 'text'],
      ['user', 'text'],
      ['assistant', 'tool-call'],
      ['user', 'tool-result'],
    ]);
  });

  test('of Google and of OpenTelemetry, whose lists come as texts', () => {
    expect(readInputMessages({ contents: [{ role: 'model', parts: [{ text: 'Hi' }] }] })).toEqual([
      { role: 'assistant', name: null, parts: [{ kind: 'text', text: 'Hi' }] },
    ]);
    const text = '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]';
    expect(readInputMessages({ 'gen_ai.input.messages': text })).toEqual([
      { role: 'user', name: null, parts: [{ kind: 'text', text: 'Hi' }] },
    ]);
  });

  test('are not seen where there are none', () => {
    expect(readInputMessages({ question: 'Hi', messages: 3 })).toBeNull();
    expect(readInputMessages({ messages: [{ text: 'no role' }] })).toBeNull();
    expect(readInputMessages('Hi')).toBeNull();
  });
});

describe('messages that a model answered', () => {
  test.each([
    ['choices', { choices: [{ message: { role: 'assistant', content: 'Hi' } }] }],
    ['content blocks', { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }],
    ['candidates', { candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] } }] }],
    [
      'output items',
      {
        output: [
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] },
        ],
      },
    ],
  ])('as %s', (_kind, output) => {
    expect(readOutputMessages(output)).toEqual([
      { role: 'assistant', name: null, parts: [{ kind: 'text', text: 'Hi' }] },
    ]);
  });
});

test('nothing that a client may send makes it fall over', () => {
  const odd = fc.dictionary(
    fc.constantFrom(
      'role',
      'content',
      'messages',
      'choices',
      'message',
      'type',
      'parts',
      'tool_calls',
      '__proto__',
      'output',
    ),
    fc.anything({
      maxDepth: 4,
      key: fc.constantFrom('role', 'type', 'text', 'content', 'function'),
    }),
  );
  fc.assert(
    fc.property(odd, (value) => {
      // What comes is JSON.
      let json: unknown;
      try {
        json = JSON.parse(JSON.stringify(value));
      } catch {
        return;
      }
      readInputMessages(json);
      readOutputMessages(json);
    }),
  );
});
