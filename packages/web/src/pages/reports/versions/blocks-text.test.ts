import type { ReportDocument } from '@runloom/model';
import { expect, test } from 'vitest';
import { blocksText } from './blocks-text.ts';

const text = (value: string) => ({ type: 'text', text: value }) as const;
const paragraph = (value: string) => ({ type: 'paragraph', content: [text(value)] }) as const;

test('a report reads as lines, each block by what tells it apart', () => {
  const document: ReportDocument = {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2, block: 'aaaaaaaaaaaa' }, content: [text('Loss')] },
      paragraph('It fell.'),
      {
        type: 'taskList',
        content: [
          { type: 'taskItem', attrs: { checked: true }, content: [paragraph('train')] },
          { type: 'taskItem', attrs: { checked: false }, content: [paragraph('tell')] },
        ],
      },
      { type: 'codeBlock', attrs: { language: 'python' }, content: [text('a = 1\nb = 2')] },
      { type: 'mathBlock', attrs: { latex: 'x^2', block: 'bbbbbbbbbbbb' } },
    ],
  };
  expect(blocksText(document).split('\n')).toEqual([
    '## Loss',
    'It fell.',
    '[x] train',
    '[ ] tell',
    '```python',
    'a = 1',
    'b = 2',
    '```',
    '[mathBlock] {"latex":"x^2"}',
  ]);
});

test('a block that only got an id reads as before', () => {
  const withId = (block: string | null): ReportDocument => ({
    type: 'doc',
    content: [{ type: 'runCard', attrs: { run: 'a/b/c', block } }],
  });
  expect(blocksText(withId(null))).toBe(blocksText(withId('aaaaaaaaaaaa')));
});
