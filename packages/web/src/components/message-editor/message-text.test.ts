import { describe, expect, it } from 'vitest';
import { imagesOfMessage, textOfMessage, toolCallTexts, withContent } from './message-text.ts';

const IMAGE = 'data:image/png;base64,AAAA';

describe('a message', () => {
  it('is a plain text, or parts once it has images', () => {
    const plain = { role: 'user', content: 'hi', name: 'ann' };
    const parts = withContent(plain, 'look', [IMAGE]);
    expect(parts).toEqual({
      role: 'user',
      name: 'ann',
      content: [
        { type: 'text', text: 'look' },
        { type: 'image_url', image_url: { url: IMAGE } },
      ],
    });
    expect([textOfMessage(parts), imagesOfMessage(parts)]).toEqual(['look', [IMAGE]]);
    expect(withContent(parts, 'no more', [])).toEqual({ ...plain, content: 'no more' });
  });

  it('tells the functions that it asks for', () => {
    const tool_calls = [{ id: '1', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }];
    expect(toolCallTexts({ role: 'assistant', content: null, tool_calls })).toEqual([
      'weather({"city":"Oslo"})',
    ]);
    expect(toolCallTexts({ role: 'assistant', content: 'x', tool_calls: 'no list' })).toEqual([]);
  });
});
