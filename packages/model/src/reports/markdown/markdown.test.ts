import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkDocument } from '../check-document.ts';
import type { ReportDocument, ReportMark, ReportNode } from '../document.ts';
import { documentToMarkdown, MarkdownError, markdownToDocument, numberPath } from './index.ts';

const doc = (...content: ReportNode[]): ReportDocument => ({ type: 'doc', content });
const text = (value: string, ...marks: ReportMark[]): ReportNode => ({
  type: 'text',
  text: value,
  ...(marks.length === 0 ? {} : { marks }),
});
const paragraph = (...content: ReportNode[]): ReportNode => ({
  type: 'paragraph',
  ...(content.length === 0 ? {} : { content }),
});

describe('a document as Markdown', () => {
  const words = fc
    .array(
      fc.constantFrom(
        ...[
          'loss',
          '0.93',
          'a*b',
          '_x_',
          '[y]',
          '`c`',
          '<b>',
          '$5',
          '#',
          '- ',
          '1.',
          '|',
          '~',
          '\\',
        ],
        ...['&amp;', '!', '[!NOTE]', '**', 'Ω', '漢', '[TOC]', '> q', 'https://a.example', '@ada'],
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
    .filter((value) => value !== '');
  const plain = words.map((value) => [text(value)]);
  const marked = fc
    .tuple(words, fc.constantFrom<ReportMark['type']>('bold', 'italic', 'strike', 'code'), words)
    .map(([before, type, inside]) => [text(`${before} `), text(inside, { type }), text(' end')]);
  const linked = words.map((value) => [
    text('See '),
    text(value, { type: 'link', attrs: { href: 'https://looms.example/a_b?c=(1)&d' } }),
    text('.'),
  ]);
  const formula = fc
    .constantFrom('x^2', '\\frac{a}{b}', 'a_{i}', '\\text{100\\%}')
    .map((latex): ReportNode[] => [text('where '), { type: 'mathInline', attrs: { latex } }]);
  const broken = words.map((value): ReportNode[] => [
    text(value),
    { type: 'hardBreak' },
    text('next line'),
  ]);
  // The sender of bare addresses is GitHub's: it links them by itself.
  const isBare = (nodes: readonly ReportNode[]) =>
    !nodes.some(
      ({ text = '', marks = [] }) =>
        /https?:/.test(text) && marks.every(({ type }) => type !== 'link' && type !== 'code'),
    );
  const inline = fc.oneof(plain, marked, linked, formula, broken).filter(isBare);
  const paragraphs = inline
    .filter(([first, ...rest]) => rest.length > 0 || !/^\[TOC\]$/.test(first?.text ?? ''))
    .map((content): ReportNode => ({ type: 'paragraph', content }));
  const leafs: fc.Arbitrary<ReportNode> = fc.oneof(
    paragraphs,
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.oneof(plain, marked).filter(isBare))
      .map(([level, content]): ReportNode => ({ type: 'heading', attrs: { level }, content })),
    fc.tuple(fc.constantFrom('python', null), fc.constantFrom('x = 1\n\n```\ny', 'a', '  b\n')).map(
      ([language, code]): ReportNode => ({
        type: 'codeBlock',
        attrs: { language },
        content: [text(code)],
      }),
    ),
    fc.constantFrom<ReportNode>(
      { type: 'horizontalRule' },
      { type: 'tableOfContents' },
      { type: 'mathBlock', attrs: { latex: '\\sum_i x_i\n= 1' } },
      { type: 'embed', attrs: { src: 'https://www.youtube.com/watch?v=abc' } },
      {
        type: 'image',
        attrs: { src: 'https://a.example/p.png', alt: 'A [b]', caption: 'The "loss"' },
      },
    ),
    fc.array(fc.tuple(inline, inline), { minLength: 2, maxLength: 3 }).map(
      (rows): ReportNode => ({
        type: 'table',
        content: rows.map((cells, index) => ({
          type: 'tableRow',
          content: cells.map((content) => ({
            type: index === 0 ? 'tableHeader' : 'tableCell',
            content: [paragraph(...content.filter(({ type }) => type !== 'hardBreak'))],
          })),
        })),
      }),
    ),
  );
  const { block } = fc.letrec<{ block: ReportNode }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leafs,
      fc
        .tuple(
          fc.constantFrom<ReportNode>(
            { type: 'blockquote' },
            { type: 'callout', attrs: { tone: 'warning' } },
            { type: 'callout', attrs: { tone: 'danger' } },
          ),
          fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
        )
        .map(([node, content]): ReportNode => ({ ...node, content })),
      fc
        .tuple(
          fc.constantFrom<[ReportNode, ReportNode['type']]>(
            [{ type: 'bulletList' }, 'listItem'],
            [{ type: 'orderedList', attrs: { start: 3 } }, 'listItem'],
            [{ type: 'taskList' }, 'taskItem'],
          ),
          fc.array(fc.tuple(paragraphs, fc.array(tie('block'), { maxLength: 2 })), {
            minLength: 1,
            maxLength: 3,
          }),
        )
        .map(
          ([[list, item], items]): ReportNode => ({
            ...list,
            content: items.map(([first, rest]) => ({
              type: item,
              ...(item === 'taskItem' ? { attrs: { checked: true } } : {}),
              content: [first, ...rest],
            })),
          }),
        ),
    ),
  }));

  test('is read back as the same document', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (content) => {
        const markdown = documentToMarkdown(doc(...content));
        const expected = doc(...content.map(joined));
        expect(markdownToDocument(markdown), markdown).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [{ kind: 'run', run: 'lab/looms/run-1', field: 'summary.loss' }, '/lab/looms/runs/run-1'],
    [
      { kind: 'artifact', artifact: 'lab/looms/model:v3', field: 'metadata.loss' },
      '/lab/looms/artifacts/any/model/v3',
    ],
    [
      { kind: 'call', call: 'lab/looms/0199', field: 'output.score' },
      '/lab/looms/weave/calls/0199',
    ],
    [
      { kind: 'evaluation', project: 'lab/looms', evaluation: '0198', metric: 'accuracy' },
      '/lab/looms/weave/evaluations/0198',
    ],
    [{ kind: 'run', run: 'no path' }, null],
  ])('leads from a number to the page it stands on: %j', (reference, path) => {
    expect(numberPath(reference)).toBe(path);
  });

  it('has evidence as links to its pages, and as the pictures that were made of it', () => {
    const grid = {
      version: 1,
      runSets: [{ id: 'a', project: 'lab/looms' }],
      board: { panels: [{ id: 'own/1', type: 'line', title: 'Loss' }] },
    };
    const reference = { kind: 'run', run: 'lab/looms/run-1', field: 'summary.loss' };
    const markdown = documentToMarkdown(
      doc(
        paragraph(text('It is '), { type: 'number', attrs: { value: '0.93', reference } }),
        { type: 'panelGrid', attrs: { grid, block: 'abcdefghijkl' } },
        { type: 'artifactCard', attrs: { artifact: 'lab/looms/model:v3' } },
        { type: 'opaque', attrs: { wandb: { type: 'new-thing' } } },
      ),
      {
        title: 'Looms',
        addressOf: (path) => `https://looms.example${path}`,
        picturesOf: ({ type }) =>
          type === 'panelGrid' ? [{ title: 'Loss', address: 'figures/1.svg' }] : [],
      },
    );
    expect(markdown).toBe(
      `# Looms

It is [0.93](https://looms.example/lab/looms/runs/run-1)

![Loss](figures/1.svg)

[Panels: Loss](https://looms.example/lab/looms)

[Artifact lab/looms/model:v3](https://looms.example/lab/looms/artifacts/any/model/v3)

A block of W\\&B that is not drawn here (new-thing)
`.replaceAll('\\\\&', '&'),
    );
  });
});

describe('Markdown of others', () => {
  it('is read as blocks', () => {
    const source = `# One\n#### Four\n- a\n- [x] done\n\n> [!important]\n> Text\n\n[^1]: Note\n\n$$\nx\n$$`;
    expect(markdownToDocument(source).content).toEqual([
      { type: 'heading', attrs: { level: 1 }, content: [text('One')] },
      { type: 'heading', attrs: { level: 3 }, content: [text('Four')] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('a'))] }] },
      {
        type: 'taskList',
        content: [
          { type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('done'))] },
        ],
      },
      { type: 'callout', attrs: { tone: 'note' }, content: [paragraph(text('Text'))] },
      paragraph(text('[^1]: '), text('Note')),
      { type: 'mathBlock', attrs: { latex: 'x' } },
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<iframe src="https://evil.example"></iframe>',
  ])('has tags as the text that they are: %s', (source) => {
    const read = markdownToDocument(source);
    expect(JSON.stringify(read)).toContain(JSON.stringify(source).slice(1, -1));
    expect(
      new Set(read.content.flatMap(({ content = [] }) => content.map(({ type }) => type))),
    ).toEqual(new Set(['text']));
  });

  it.each([
    '[go](javascript:alert(1))',
    '[go](JaVaScRiPt:alert(1))',
    '[go](data:text/html,<script>)',
    '[go][1]\n\n[1]: vbscript:x',
  ])('keeps no link that runs something: %s', (source) => {
    expect(markdownToDocument(source).content).toEqual([paragraph(text('go'))]);
  });

  it('keeps pictures of the web and the words of others', () => {
    expect(
      markdownToDocument('a ![b](https://a.example/i.png) c ![d](file:///etc/passwd)').content,
    ).toEqual([
      paragraph(text('a ')),
      { type: 'image', attrs: { src: 'https://a.example/i.png', alt: 'b', caption: '' } },
      paragraph(text(' c '), text('d')),
    ]);
  });

  it('gives a document that may be kept, whatever it says', () => {
    const signs = fc.constantFrom(...'#>-*_`~[]()!<>|$\\n 1.ab&;:"'.split(''));
    fc.assert(
      fc.property(
        fc.array(signs, { maxLength: 80 }).map((all) => all.join('')),
        (source) => {
          const read = markdownToDocument(source);
          expect(checkDocument(read)).toEqual([]);
          expect(() => documentToMarkdown(read)).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is nested as deep as anybody means, and refused beyond that', () => {
    for (const depth of [14, 40, 60]) {
      const read = markdownToDocument(`${'> '.repeat(depth)}end`);
      expect(checkDocument(read)).toEqual([]);
      expect(JSON.stringify(read)).toContain('end');
    }
    expect(() => markdownToDocument(`${'>'.repeat(30_000)}end`)).toThrow(MarkdownError);
    const steps = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(2 * depth)}- a`);
    expect(checkDocument(markdownToDocument(steps.join('\n')))).toEqual([]);
  });

  it('is the same in one piece and in many', () => {
    const part = `# Part\n\nSee [the table][t] and [^n].\n\n1. a\n\n2. b\n\n\`\`\`\n# no\n\nheading\n\`\`\`\n\n`;
    const ends = '[t]: https://a.example/t\n[^n]: Noted\n';
    const once = markdownToDocument(`${part}${ends}`).content;
    const many = markdownToDocument(`${part.repeat(300)}${ends}`).content;
    expect(many.slice(0, once.length - 1)).toEqual(once.slice(0, -1));
    expect(many).toHaveLength(300 * (once.length - 1) + 1);
  });

  it('with more signs than a person writes is taken letter by letter', () => {
    const source = '*a_ '.repeat(5_000).trim();
    expect(markdownToDocument(source).content).toEqual([paragraph(text(source))]);
    const ends = ']('.repeat(5_000);
    expect(markdownToDocument(ends).content).toEqual([paragraph(text(ends))]);
  });

  it('is code in a block of code, however many signs stand in it', () => {
    const code = 'a[b] * c_d'.repeat(2_000);
    expect(markdownToDocument(`\`\`\`py\n${code}\n\`\`\``).content).toEqual([
      { type: 'codeBlock', attrs: { language: 'py' }, content: [text(code)] },
    ]);
  });
});

/** Neighbours with the same marks are one text. */
function joined(node: ReportNode): ReportNode {
  if (node.content === undefined) return node;
  const content: ReportNode[] = [];
  for (const child of node.content.map(joined)) {
    const last = content.at(-1);
    if (
      last?.type === 'text' &&
      child.type === 'text' &&
      JSON.stringify(last.marks) === JSON.stringify(child.marks)
    ) {
      content[content.length - 1] = { ...last, text: `${last.text}${child.text}` };
    } else content.push(child);
  }
  return { ...node, content };
}
