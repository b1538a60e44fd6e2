import type { ReportNode } from '@runloom/model';
import { documentToMarkdown } from '@runloom/model/report-markdown';
import { filesBesideText } from './beside-text.ts';
import type { Figure, PreparedReport } from './export-source.ts';
import { outerAddress } from './places.ts';

/** Markdown beside its pictures, as the files of an archive. */
export function markdownFiles(prepared: PreparedReport): ReadonlyMap<string, string | Uint8Array> {
  const { report, document, figures } = prepared;
  const { files, ...places } = filesBesideText(prepared, {
    ending: 'svg',
    contentOf: ({ svg }) => svg(),
  });
  const text = documentToMarkdown(withTables(document, figures), {
    title: report.title,
    addressOf: (path) => outerAddress(path, prepared) ?? path,
    fileAddress: (file) => places.pictures.get(file) ?? null,
    picturesOf: (node) =>
      (figures.get(node) ?? []).flatMap((figure) => {
        const address = places.figures.get(figure);
        return address === undefined ? [] : [{ title: figure.title, address }];
      }),
  });
  return new Map([['report.md', text], ...files]);
}

/** Tables and texts of figures follow their block. */
function withTables(
  document: PreparedReport['document'],
  figures: PreparedReport['figures'],
): PreparedReport['document'] {
  return {
    ...document,
    content: document.content.flatMap((node) => [
      node,
      ...(figures.get(node) ?? []).flatMap(figureBlocks),
    ]),
  };
}

function figureBlocks(figure: Figure): readonly ReportNode[] {
  const title = text(figure.title, 'bold');
  if (figure.kind === 'text') {
    return [title, ...figure.lines.map((line) => text(line))].flat();
  }
  if (figure.kind !== 'table' || figure.columns.length === 0) return [];
  const row = (cells: readonly string[], type: 'tableHeader' | 'tableCell'): ReportNode => ({
    type: 'tableRow',
    content: cells.map((cell) => ({ type, content: filled(text(cell)) })),
  });
  const left = figure.leftOutCount > 0 ? text(`and ${figure.leftOutCount} more rows`) : [];
  return [
    ...title,
    {
      type: 'table',
      content: [
        row(figure.columns, 'tableHeader'),
        ...figure.rows.map((cells) => row(cells, 'tableCell')),
      ],
    },
    ...left,
  ];
}

const filled = (nodes: readonly ReportNode[]): readonly ReportNode[] =>
  nodes.length === 0 ? [{ type: 'paragraph' }] : nodes;

function text(value: string, mark?: 'bold'): readonly ReportNode[] {
  if (value === '') return [];
  const marks = mark === undefined ? {} : { marks: [{ type: mark }] };
  return [{ type: 'paragraph', content: [{ type: 'text', text: value, ...marks }] }];
}
