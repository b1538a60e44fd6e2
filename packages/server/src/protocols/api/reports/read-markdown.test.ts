import { performance } from 'node:perf_hooks';
import { markdownToDocument } from '@runloom/model/report-markdown';
import { expect, it } from 'vitest';
import { createMarkdownReader } from './read-markdown.ts';

const readMarkdown = createMarkdownReader();

it('a long text becomes the same document as a short one does, and nobody else waits for it', async () => {
  const items = Array.from({ length: 6_000 }, (_, index) => `- item ${index} with **weight**`);
  const long = items.join('\n');
  const before = performance.eventLoopUtilization();
  const document = await readMarkdown(long);
  const { active, idle } = performance.eventLoopUtilization(before);
  expect(document).toEqual(markdownToDocument(long));
  expect(active).toBeLessThan(idle);
  expect(await readMarkdown('# Short')).toEqual(markdownToDocument('# Short'));
  expect((await readMarkdown(undefined)).content).toHaveLength(1);
});

it('many long texts are read in turn', async () => {
  const texts = Array.from({ length: 6 }, (_, index) => `text ${index} `.repeat(4_000).trim());
  const documents = await Promise.all(texts.map((text) => readMarkdown(text)));
  expect(documents).toEqual(texts.map((text) => markdownToDocument(text)));
});

it('what can’t be read is refused in words, whatever its length', async () => {
  for (const count of [100, 10_000]) {
    await expect(readMarkdown('> '.repeat(count))).rejects.toMatchObject({
      code: 'invalid',
      message: 'This Markdown is nested too deep to be read.',
    });
  }
});
