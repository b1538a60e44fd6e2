import type { ReportNode } from '@runloom/model';
import { documentToMarkdown } from '@runloom/model/report-markdown';
import { dataFiles, figureCsv } from './csv.ts';
import type { Figure, PreparedReport } from './export-source.ts';
import { outerAddress } from './places.ts';

/** Markdown beside its pictures, as the files of an archive. */
export function markdownFiles(prepared: PreparedReport): ReadonlyMap<string, string | Uint8Array> {
  const { report, document, figures, pictures } = prepared;
  const files = new Map<string, string | Uint8Array>();
  const csv = dataFiles(prepared);
  const known = new Map<ReportNode, { title: string; address: string }[]>();
  let count = 0;
  const pictureOf = (figure: Figure) => {
    if (figure.kind !== 'drawing' && figure.kind !== 'picture') return [];
    count += 1;
    const ending = figure.kind === 'drawing' ? 'svg' : endingOf(figure.picture.type);
    const address = `figures/figure-${count}.${ending}`;
    files.set(address, figure.kind === 'drawing' ? figure.svg : figure.picture.bytes);
    return [{ title: figure.title, address }];
  };
  for (const [node, own] of figures) known.set(node, own.flatMap(pictureOf));
  const addresses = new Map<string, string>();
  for (const [file, { bytes, type }] of pictures) {
    const address = `images/${file}.${endingOf(type)}`;
    files.set(address, bytes);
    addresses.set(file, address);
  }
  const text = documentToMarkdown(withTables(document, figures), {
    title: report.title,
    addressOf: (path) => outerAddress(path, prepared) ?? path,
    fileAddress: (file) => addresses.get(file) ?? null,
    picturesOf: (node) => known.get(node) ?? [],
  });
  for (const [figure, name] of csv) files.set(name, figureCsv(figure));
  return new Map([['report.md', text], ...files]);
}

export const endingOf = (type: string): string => (type === 'image/jpeg' ? 'jpg' : 'png');

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
