import { PanelGrid, type ReportMark, type ReportNode } from '@runloom/model';
import type { Figure, PreparedReport } from './export-source.ts';

/** Texts that do harm where they are taken for something else. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '</title></head><body onload=alert(1)>',
  '<!-- --><svg/onload=alert(1)>',
  '\\input{/etc/passwd}',
  '\\immediate\\write18{touch /tmp/pwned}',
  '}\\end{document}\\input|"id"',
  '$\\catcode`\\%=12$ % comment',
  '^^5cinput{/etc/passwd}',
  '\\\\ & # _ { } ~ ^ $ %',
  '`code` **bold** [x](javascript:alert(1)) ![y](javascript:alert(1))',
  '| a | b |\n|---|---|',
  'javascript:alert(1)',
  '=cmd|"/c calc"!A1',
  'Ωμέγα, Привет, 漢字, 🧵, العربية, עברית',
  '\u202etxt.exe \u0000 \u001b[31m \ud800 \uffff',
];

/** Formulas that would do more than be drawn. */
export const HOSTILE_FORMULAS: readonly string[] = [
  '\\input{/etc/passwd}',
  'x$ \\input{/etc/passwd} $y',
  'x % \\end',
  '\\def\\x{\\input{/etc/passwd}}\\x',
  '\\csname input\\endcsname{/etc/passwd}',
  '\\immediate\\write18{id}',
  '\\href{javascript:alert(1)}{x}',
  '\\begin{verbatim} x \\end{verbatim}',
  '\\end{document}',
  '^^5cinput{x}',
  '\\frac{a',
  '\\text{\\input{x}}',
  '\\unicode{x}',
  'a\n\nb',
  'é + 漢',
];

const text = (value: string, ...marks: ReportMark[]): ReportNode => ({
  type: 'text',
  text: value,
  ...(marks.length === 0 ? {} : { marks }),
});
const paragraph = (...content: ReportNode[]): ReportNode => ({ type: 'paragraph', content });

/** One pixel of PNG. */
const PIXEL = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  (sign) => sign.charCodeAt(0),
);

/** A report with every kind of block, each of which says `words`; for tests. */
export function sampleReport(words: string, formula = 'e = mc^2'): PreparedReport {
  const bold: ReportMark = { type: 'bold' };
  const grid: ReportNode = {
    type: 'panelGrid',
    attrs: {
      block: 'abcdefghijkl',
      grid: PanelGrid.parse({ version: 1, runSets: [{ id: 'a', project: 'lab/looms' }] }),
    },
  };
  const marks: readonly ReportMark['type'][] = ['bold', 'italic', 'underline', 'strike', 'code'];
  const list = (type: 'bulletList' | 'orderedList', inner: ReportNode): ReportNode => ({
    type,
    content: [{ type: 'listItem', content: [paragraph(text(words)), inner] }],
  });
  const nested = Array.from({ length: 6 }).reduce<ReportNode>(
    (inner, _, at) => list(at % 2 === 0 ? 'bulletList' : 'orderedList', inner),
    paragraph(text('deepest')),
  );
  const reference = { kind: 'run', run: 'lab/looms/run-1', field: 'summary.loss' };
  const content: ReportNode[] = [
    { type: 'tableOfContents' },
    ...[1, 2, 3].map(
      (level): ReportNode => ({
        type: 'heading',
        attrs: { level },
        content: [text(words), { type: 'mathInline', attrs: { latex: formula } }],
      }),
    ),
    paragraph(
      ...marks.map((type) => text(words, { type })),
      { type: 'hardBreak' },
      text(words, bold, { type: 'italic' }),
      text(words, { type: 'link', attrs: { href: 'https://a.example/a_b?c=%20&d={}#e' } }),
      text(words, { type: 'link', attrs: { href: 'javascript:alert(1)' } }),
      { type: 'mathInline', attrs: { latex: formula } },
      { type: 'mention', attrs: { username: words } },
      { type: 'number', attrs: { value: words, reference } },
      text(words, { type: 'highlight', attrs: { colour: '#ff0000' } }),
    ),
    { type: 'paragraph' },
    nested,
    {
      type: 'taskList',
      content: [{ type: 'taskItem', attrs: { checked: true }, content: [paragraph(text(words))] }],
    },
    { type: 'blockquote', content: [paragraph(text(words)), nested] },
    {
      type: 'callout',
      attrs: { tone: 'warning' },
      content: [
        paragraph(text(words)),
        { type: 'codeBlock', attrs: { language: words }, content: [text(words)] },
      ],
    },
    { type: 'codeBlock', attrs: { language: null }, content: [text(`${words}\n\n  ${words}\t`)] },
    { type: 'mathBlock', attrs: { latex: formula } },
    { type: 'horizontalRule' },
    {
      type: 'table',
      content: ['tableHeader', 'tableCell'].map((type) => ({
        type: 'tableRow',
        content: [1, 2].map(() => ({
          type: type as 'tableCell',
          attrs: { colspan: 1 },
          content: [paragraph(text(words), { type: 'hardBreak' }, text(words))],
        })),
      })),
    },
    {
      type: 'image',
      attrs: { file: 'abcdefghijklmnopqrst', alt: words, caption: words, width: 50 },
    },
    { type: 'image', attrs: { src: 'https://a.example/i.png', alt: words, caption: words } },
    { type: 'video', attrs: { src: 'https://a.example/f.mp4', caption: words } },
    {
      type: 'embed',
      attrs: { src: `https://x.com/a?b=${encodeURIComponent(words.toWellFormed())}` },
    },
    { type: 'html', attrs: { source: words } },
    { type: 'runCard', attrs: { run: 'lab/looms/run-1' } },
    {
      type: 'queryTable',
      attrs: { project: 'lab/looms', kind: 'runs', filter: words, columns: [] },
    },
    { type: 'opaque', attrs: { wandb: { type: words } } },
    grid,
  ];
  const figures: Figure[] = [
    {
      kind: 'drawing',
      title: words,
      isWide: true,
      svg: () =>
        `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="50" viewBox="0 0 90 50"><clipPath id="clip1"><path d="M0 0h90v50h-90Z"/></clipPath><g clip-path="url(#clip1)"><path d="M0 50L90 0" fill="none" stroke="#000"/></g></svg>`,
      width: 90,
      height: 50,
      data: { columns: ['line', words], rows: [[words, 0.1 + 0.2]] },
    },
    {
      kind: 'table',
      title: words,
      isWide: false,
      columns: [words, 'b'],
      rows: [[words, '1']],
      leftOutCount: 3,
    },
    { kind: 'text', title: words, isWide: false, lines: [words, '0.93'] },
    {
      kind: 'picture',
      title: words,
      isWide: false,
      caption: words,
      picture: { bytes: PIXEL, type: 'image/png', width: 1, height: 1 },
    },
  ];
  return {
    report: {
      title: words,
      description: words,
      authors: [words],
      entityName: 'lab',
      projectName: 'looms',
      updatedAt: Date.UTC(2026, 10, 26),
      address: 'https://looms.example/lab/looms/reports/Report--Vmlldzox',
    },
    document: { type: 'doc', content },
    figures: new Map([[grid, figures]]),
    pictures: new Map([
      ['abcdefghijklmnopqrst', { bytes: PIXEL, type: 'image/png', width: 1, height: 1 }],
    ]),
    notes: [],
    withData: true,
  };
}
