import { checkDocument, PanelGrid, type ReportDocument, type ReportNode } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readReport, writeReport } from './index.ts';
import { nodeKey } from './same-node.ts';

const PLACE = {
  entityName: 'lab',
  projectName: 'looms',
  fileAddress: (file: string) => `https://looms.example/files/${file}`,
};
type Json = Record<string, unknown>;

const specOf = (...blocks: unknown[]): string =>
  JSON.stringify({
    version: 5,
    width: 'fluid',
    later: { a: 1 },
    blocks,
    authors: [{ name: 'Ada' }],
  });
const blocksOf = (spec: string): Json[] => JSON.parse(spec).blocks;
const paragraph = (text: string) => ({ type: 'paragraph', children: [{ text }] });
const doc = (...content: ReportNode[]): ReportDocument => ({ type: 'doc', content });
const keys = ({ content }: ReportDocument) => content.map(nodeKey);

const GRID_BLOCK = {
  type: 'panel-grid',
  children: [{ text: '' }],
  metadata: {
    openViz: true,
    runSets: [
      {
        id: 'set-1',
        name: 'Best',
        project: { entityName: 'lab', name: 'looms', id: 'UHJvamVjdDox' },
        filters: { filterFormat: 'filterV2', filters: [] },
        selections: { root: 1, bounds: [], tree: ['run-2'] },
        unheardOf: { deep: [1, 2] },
      },
    ],
    panelBankSectionConfig: {
      name: 'Report Panels',
      type: 'grid',
      panels: [
        {
          __id__: 'p1',
          layout: { x: 0, y: 0, w: 24, h: 8 },
          viewType: 'Run History Line Plot',
          config: { chartTitle: 'Loss', metrics: ['loss'], fontSize: 'large' },
        },
        { __id__: 'p2', layout: { x: 0, y: 8, w: 8, h: 6 }, viewType: 'Later', config: { a: 1 } },
      ],
    },
    customRunColors: { 'run-1': '#ff0000', 'set-1-config:lr.value:0.1': 'blue' },
  },
};

describe('a report of a client', () => {
  const leaf = fc.oneof(
    fc.record({ text: fc.string({ maxLength: 8 }) }),
    fc.record({ text: fc.constantFrom('a\nb', 'c'), inlineCode: fc.boolean(), bold: fc.boolean() }),
    fc.record({
      type: fc.constant('link'),
      url: fc.constantFrom('https://a.example', 'javascript:alert(1)', 'x y'),
      children: fc.array(fc.record({ text: fc.string({ maxLength: 4 }) }), { maxLength: 2 }),
    }),
    fc.record({ type: fc.constant('latex'), children: fc.constant([]), content: fc.string() }),
  );
  const children = fc.array(leaf, { maxLength: 3 });
  const types = fc.constantFrom(
    ...['paragraph', 'heading', 'block-quote', 'callout-block', 'code-block', 'markdown-block'],
    ...['latex', 'image', 'list', 'horizontal-rule', 'video', 'spotify', 'soundcloud', 'twitter'],
    ...['gallery', 'table-of-contents', 'weave-panel', 'panel-grid', 'later', '__proto__'],
  );
  const hostile = fc
    .tuple(
      types,
      fc.dictionary(
        fc.constantFrom(
          'url',
          'html',
          'level',
          'metadata',
          'links',
          'content',
          'children',
          'config',
          'ids',
        ),
        fc.jsonValue(),
      ),
    )
    .map(([type, members]) => ({ ...(members as Json), type }));
  const block = fc.oneof(
    children.map((own) => ({ type: 'paragraph', children: own })),
    fc.record({ type: fc.constant('heading'), level: fc.constantFrom(1, 2, 9), children }),
    fc.record({
      type: fc.constant('list'),
      ordered: fc.boolean(),
      children: fc.array(
        fc.record(
          { type: fc.constant('list-item'), children, checked: fc.boolean() },
          { requiredKeys: ['type', 'children'] },
        ),
        { maxLength: 3 },
      ),
    }),
    fc.constant(GRID_BLOCK),
    hostile,
  );
  const specs = fc.array(block, { maxLength: 6 }).map((blocks) => specOf(...blocks));

  test('is a document that may be kept, and is written back letter by letter', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const read = readReport(spec, PLACE);
        expect(checkDocument(read)).toEqual([]);
        expect(writeReport(read, PLACE, spec)).toBe(spec);
      }),
    );
  });

  test('has the same blocks of the same names when it is read again', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const first = readReport(spec, PLACE);
        expect(readReport(spec, PLACE)).toEqual(first);
        expect(readReport(spec, PLACE, { document: first, text: spec })).toEqual(first);
        const names = first.content.map(({ attrs }) => attrs?.['block']);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('keeps all blocks that were not changed when others were added here', () => {
    fc.assert(
      fc.property(specs, fc.nat(), (spec, at) => {
        const { content } = readReport(spec, PLACE);
        const added: ReportNode = {
          type: 'paragraph',
          content: [{ type: 'text', text: 'Added, and like nothing else' }],
        };
        // Within what one block stands for, it would be divided.
        const place = content.length === 0 || at % 2 === 0 ? 0 : content.length;
        const written = writeReport(doc(...content.toSpliced(place, 0, added)), PLACE, spec);
        const texts = blocksOf(written).map((one) => JSON.stringify(one));
        for (const one of blocksOf(spec)) expect(texts).toContain(JSON.stringify(one));
        expect(JSON.parse(written)).toMatchObject({ later: { a: 1 }, width: 'fluid' });
      }),
    );
  });

  it('keeps numbers that a double can’t hold', () => {
    const spec = `{"blocks":[${JSON.stringify(paragraph('a'))},{"type":"later","n":12345678901234567890}]}`;
    const [first, ...rest] = readReport(spec, PLACE).content;
    expect(first?.type).toBe('paragraph');
    expect(writeReport(doc(...rest), PLACE, spec)).toContain('12345678901234567890');
  });

  it('keeps comments, names and marks when the client saves what it only loaded', () => {
    const text: ReportNode = {
      type: 'text',
      text: 'bold words',
      marks: [{ type: 'bold' }, { type: 'comment', attrs: { thread: 'abcdefghijkl' } }],
    };
    const document = doc(
      { type: 'heading', attrs: { level: 1, block: 'aaaaaaaaaaaa' }, content: [text] },
      { type: 'paragraph', attrs: { block: 'bbbbbbbbbbbb' }, content: [text] },
      {
        type: 'callout',
        attrs: { tone: 'danger', block: 'cccccccccccc' },
        content: [{ type: 'paragraph' }],
      },
      { type: 'runCard', attrs: { run: 'lab/looms/run-1', block: 'dddddddddddd' } },
    );
    const written = writeReport(document, PLACE, null);
    const [heading, ...others] = blocksOf(written);
    const saved = specOf(
      paragraph(''),
      { ...heading, children: [{ text: 'Changed' }] },
      // The package drops what it does not know.
      ...JSON.parse(
        JSON.stringify(others).replace(',"bold":true', '').replace(',"tone":"danger"', ''),
      ),
      paragraph(''),
    );
    const again = readReport(saved, PLACE, { document, text: null });
    expect(again.content.slice(1)).toEqual(document.content.slice(1));
    expect(again.content[0]).toEqual({
      type: 'heading',
      attrs: { level: 1, block: 'aaaaaaaaaaaa' },
      content: [{ type: 'text', text: 'Changed' }],
    });
  });

  it('has its grid changed by what was changed here and no more', () => {
    const spec = specOf(GRID_BLOCK);
    const [node] = readReport(spec, PLACE).content;
    const grid = PanelGrid.parse(node?.attrs?.['grid']);
    expect(grid.runSets[0]?.runs).toMatchObject({
      hidden: ['run-2'],
      colours: { chosen: [['run-1', '#ff0000']] },
    });
    expect(grid.board.panels).toMatchObject([
      { type: 'line', title: 'Loss', size: { columns: 3, rows: 1 } },
      { type: 'foreign' },
    ]);
    const [first, second] = grid.board.panels;
    const changed = {
      ...grid,
      board: { ...grid.board, panels: [{ ...first, title: 'Training loss' }, second] },
      runSets: grid.runSets.map((set) => ({ ...set, name: 'Better' })),
    };
    const written = writeReport(
      doc({ type: 'panelGrid', attrs: { ...node?.attrs, grid: PanelGrid.parse(changed) } }),
      PLACE,
      spec,
    );
    const expected = structuredClone(GRID_BLOCK);
    const [panel] = expected.metadata.panelBankSectionConfig.panels;
    const [set] = expected.metadata.runSets;
    if (panel === undefined || set === undefined) throw new Error('The grid has none.');
    panel.config.chartTitle = 'Training loss';
    set.name = 'Better';
    expect(blocksOf(written)).toEqual([expected]);
  });
});

describe('a document of ours', () => {
  const words = fc.constantFrom('loss', '0.93', 'a & b', '<b>');
  const inline = fc.array(
    fc.oneof(
      fc.tuple(words, fc.constantFrom('bold', 'italic', 'code', 'strike', 'underline', null)).map(
        ([text, type]): ReportNode => ({
          type: 'text',
          text,
          ...(type === null ? {} : { marks: [{ type } as const] }),
        }),
      ),
      fc.constant<ReportNode>({ type: 'mathInline', attrs: { latex: 'x^2' } }),
      fc.constant<ReportNode>({ type: 'hardBreak' }),
      words.map(
        (text): ReportNode => ({
          type: 'text',
          text,
          marks: [{ type: 'link', attrs: { href: 'https://a.example/' } }],
        }),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const text = inline.map((content): ReportNode => ({ type: 'paragraph', content }));
  const nodes: fc.Arbitrary<ReportNode> = fc.oneof(
    text,
    fc
      .tuple(fc.constantFrom(1, 2, 3), inline)
      .map(([level, content]): ReportNode => ({ type: 'heading', attrs: { level }, content })),
    text.map((one): ReportNode => ({ type: 'blockquote', content: [one] })),
    fc
      .tuple(fc.constantFrom('note', 'warning'), text)
      .map(([tone, one]): ReportNode => ({ type: 'callout', attrs: { tone }, content: [one] })),
    fc.array(text, { minLength: 1, maxLength: 3 }).map(
      (items): ReportNode => ({
        type: 'bulletList',
        content: items.map((item) => ({ type: 'listItem', content: [item] })),
      }),
    ),
    fc.array(text, { minLength: 1, maxLength: 3 }).map(
      (items): ReportNode => ({
        type: 'taskList',
        content: items.map((item) => ({
          type: 'taskItem',
          attrs: { checked: true },
          content: [item],
        })),
      }),
    ),
    fc.constantFrom<ReportNode>(
      {
        type: 'codeBlock',
        attrs: { language: 'python' },
        content: [{ type: 'text', text: 'a\n\nb' }],
      },
      { type: 'mathBlock', attrs: { latex: 'e=mc^2' } },
      { type: 'horizontalRule' },
      { type: 'tableOfContents' },
      { type: 'image', attrs: { src: 'https://a.example/i.png', caption: 'An image' } },
      { type: 'embed', attrs: { src: 'https://www.youtube.com/watch?v=a' } },
      { type: 'embed', attrs: { src: 'https://open.spotify.com/track/5cfUlsdrdUE4dLMK7R9CFd' } },
      { type: 'embed', attrs: { src: 'https://w.soundcloud.com/player/?url=a&b="c' } },
      { type: 'embed', attrs: { src: 'https://x.com/a/status/20?a=1&b=2' } },
      { type: 'video', attrs: { src: 'https://a.example/film.mp4' } },
      { type: 'opaque', attrs: { wandb: { type: 'later', n: 1 } } },
      {
        type: 'table',
        content: [
          {
            type: 'tableRow',
            content: [
              {
                type: 'tableHeader',
                content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }],
              },
            ],
          },
        ],
      },
    ),
  );

  test('comes back from the client as it was', () => {
    fc.assert(
      fc.property(fc.array(nodes, { minLength: 1, maxLength: 4 }), (content) => {
        const document = doc(...content);
        const spec = writeReport(document, PLACE, null);
        expect(keys(readReport(spec, PLACE))).toEqual(keys(document));
      }),
    );
  });

  it('has what W&B has no block for as Markdown, and files by their addresses', () => {
    const written = writeReport(
      doc(
        { type: 'traceCard', attrs: { trace: 'lab/looms/call-1' } },
        { type: 'image', attrs: { file: 'abcdefghijklmnopqrst', caption: 'A' } },
      ),
      PLACE,
      null,
    );
    expect(blocksOf(written)).toEqual([
      {
        type: 'markdown-block',
        children: [{ text: '' }],
        content: '[Trace lab/looms/call-1](/lab/looms/weave/calls/call-1)',
      },
      {
        type: 'image',
        children: [{ text: 'A' }],
        url: 'https://looms.example/files/abcdefghijklmnopqrst',
        hasCaption: true,
      },
    ]);
  });
});
