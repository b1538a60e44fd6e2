import { expect, test } from 'vitest';
import { looksLikeMarkdown } from './looks-like-markdown.ts';

test.each([
  '# Title',
  'text\n\n- one\n- two',
  '1. one',
  '> said',
  '```python\nx\n```',
  '| a | b |\n|---|---|',
  'a **bold** word',
  'see [here](https://a.example)',
])('%j was written as Markdown', (text) => {
  expect(looksLikeMarkdown(text)).toBe(true);
});

test.each(['just words', 'a - b', 'x = 3 * 4 * 5', '#hashtag', 'loss: 0.31', ''])(
  '%j is plain text',
  (text) => {
    expect(looksLikeMarkdown(text)).toBe(false);
  },
);
