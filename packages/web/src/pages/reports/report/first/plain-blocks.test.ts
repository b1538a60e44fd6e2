import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../export/sample-report.ts';
import { PlainBlocks } from './plain-blocks.tsx';

const drawn = (blocks: readonly unknown[]): string =>
  renderToStaticMarkup(createElement(PlainBlocks, { blocks }));

describe('the first text of a report', () => {
  it('has the words of every block of text, and an empty place for what only the editor draws', () => {
    const page = drawn(sampleReport('looms & threads').document.content);
    for (const piece of [
      '<h1>looms &amp; threads',
      '<strong>looms',
      '<ul data-type="taskList">',
      '<blockquote>',
      '<aside role="note" data-callout="warning">',
      '<pre><code>',
      '<td colSpan="1">',
      '@looms &amp; threads',
      'aria-hidden',
    ]) {
      expect(page).toContain(piece);
    }
  });

  it('leads to no address that could run something', () => {
    const page = drawn(sampleReport('<script>ran = true</script>').document.content);
    expect(page).not.toContain('javascript:');
    expect(page).not.toContain('<script');
    expect(page).toContain('href="https://a.example/');
  });

  it('draws whatever comes without a fault', () => {
    const types = ['text', 'paragraph', 'heading', 'table', 'orderedList', 'taskItem', 'panelGrid'];
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        fc.record(
          {
            type: fc.oneof(fc.constantFrom(...types), fc.string()),
            attrs: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
            content: fc.oneof(fc.jsonValue(), fc.array(tie('node'), { maxLength: 4 })),
            text: fc.jsonValue(),
            marks: fc.array(fc.oneof(fc.jsonValue(), tie('node')), { maxLength: 3 }),
          },
          { requiredKeys: ['type'] },
        ),
      ),
    }));
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (blocks) => {
        expect(typeof drawn(blocks)).toBe('string');
      }),
    );
    const deep = Array.from({ length: 5_000 }).reduce<object>(
      (inner) => ({ type: 'blockquote', content: [inner] }),
      { type: 'paragraph' },
    );
    expect(drawn([deep])).toContain('<blockquote>');
  });
});
