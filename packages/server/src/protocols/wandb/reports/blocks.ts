import {
  attributeIssues,
  CALLOUT_TONES,
  nodeSpec,
  PanelGrid,
  paragraphOf,
  RemoteSource,
  type ReportNode,
  reportPath,
} from '@runloom/model';
import { documentToMarkdown, markdownToDocument } from '@runloom/model/report-markdown';
import { flagOf, type Json, listOf, recordOf, textOf, wholeOf } from '../workspaces/json.ts';
import type { ViewPlace } from '../workspaces/runs.ts';
import { readEmbedHtml, readQueryBlock, readSpotify, readVideo, writeEmbed } from './embeds.ts';
import { readInline, writeInline } from './inline.ts';
import { readList, writeList } from './lists.ts';
import { readPanelGrid, tableGrid, writePanelGrid } from './panel-grid.ts';

/** Where a report belongs, and the address under which files in it are read; null where there is none. */
export interface ReportPlace extends ViewPlace {
  readonly fileAddress: ((file: string) => string) | null;
}

/**
 * The blocks of ours that stand for one of W&B (wandb-workspaces 0.4, `BlockTypes`). What we do not
 * draw, or can't read, is kept in an `opaque` block as it is.
 */
export function readBlock(block: Json, place: ReportPlace): readonly ReportNode[] {
  const nodes = readKnown(block, place);
  return nodes?.every(isSound) ? nodes : [{ type: 'opaque', attrs: { wandb: block } }];
}

function readKnown(block: Json, place: ReportPlace): readonly ReportNode[] | null {
  const one = (node: ReportNode | null) => (node === null ? null : [node]);
  switch (block['type']) {
    case 'paragraph':
    case 'default':
      return [paragraphOf(readInline(block['children']))];
    case 'heading':
      return readHeading(block, place);
    case 'list':
      return listOf(block['children']).length === 0 ? null : [readList(block)];
    case 'block-quote':
      return [{ type: 'blockquote', content: [paragraphOf(readInline(block['children']))] }];
    case 'callout-block':
      return readCallout(block);
    case 'code-block':
      return [readCode(block)];
    case 'markdown-block':
      return markdownToDocument(textOf(block['content']) ?? '').content;
    case 'latex':
      return [{ type: 'mathBlock', attrs: { latex: textOf(block['content']) ?? '' } }];
    case 'image':
      return one(readImage(block));
    case 'horizontal-rule':
      return [{ type: 'horizontalRule' }];
    case 'table-of-contents':
      return [{ type: 'tableOfContents' }];
    case 'video':
      return one(readVideo(block));
    case 'spotify':
      return one(readSpotify(block));
    case 'soundcloud':
    case 'twitter':
      return one(readEmbedHtml(block));
    case 'gallery':
      return readGallery(block, place);
    case 'weave-panel':
      return readQuery(block);
    case 'panel-grid': {
      const grid = readPanelGrid(block, place);
      return grid === null ? null : [{ type: 'panelGrid', attrs: { grid } }];
    }
    default:
      return null;
  }
}

/** Whether its attributes hold what they may, those of everything in it among them. */
function isSound(node: ReportNode): boolean {
  const rules = nodeSpec(node.type)?.attributes;
  return (
    rules !== undefined &&
    attributeIssues(node.type, rules, node.attrs).length === 0 &&
    (node.content ?? []).every(isSound)
  );
}

/** What lies under a heading that is closed follows it. */
function readHeading(block: Json, place: ReportPlace): readonly ReportNode[] {
  const content = readInline(block['children']);
  return [
    {
      type: 'heading',
      attrs: { level: wholeOf(block['level'], 1, 3) ?? 1 },
      ...(content.length === 0 ? {} : { content }),
    },
    ...listOf(block['collapsedChildren']).flatMap((child) => readBlock(recordOf(child), place)),
  ];
}

function readCallout(block: Json): readonly ReportNode[] {
  const lines = listOf(block['children']).map((line) =>
    paragraphOf(readInline(recordOf(line)['children'])),
  );
  const tone = CALLOUT_TONES.find((name) => name === block['tone']) ?? 'note';
  return [
    { type: 'callout', attrs: { tone }, content: lines.length === 0 ? [paragraphOf([])] : lines },
  ];
}

function readCode(block: Json): ReportNode {
  const lines = listOf(block['children']).map((line) =>
    listOf(recordOf(line)['children'])
      .map((piece) => textOf(recordOf(piece)['text']) ?? '')
      .join(''),
  );
  const text = lines.join('\n');
  return {
    type: 'codeBlock',
    attrs: { language: (textOf(block['language']) ?? '').slice(0, 50) || null },
    ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
  };
}

function readImage(block: Json): ReportNode | null {
  const src = RemoteSource.safeParse(block['url']);
  if (!src.success) return null;
  const caption =
    flagOf(block['hasCaption']) === false ? '' : plainText(readInline(block['children']));
  return { type: 'image', attrs: { src: src.data, caption: caption.slice(0, 10_000) } };
}

const plainText = (nodes: readonly ReportNode[]): string =>
  nodes
    .map(({ type, text, attrs }) =>
      type === 'hardBreak' ? '\n' : (text ?? String(attrs?.['latex'] ?? '')),
    )
    .join('');

/** Reports and pages as a list of links. */
function readGallery(block: Json, place: ReportPlace): readonly ReportNode[] | null {
  const report = (id: string) => ({
    href: reportPath({ ...place, title: 'Report', id: id.replace(/=+$/, '') }),
    title: 'Report',
    description: '',
  });
  const links = [
    ...listOf(block['ids']).flatMap((id) => (typeof id === 'string' ? [report(id)] : [])),
    ...listOf(block['links'])
      .map(recordOf)
      .flatMap((link) => {
        const id = textOf(link['id']);
        const href = textOf(link['url']);
        if (link['type'] === 'report') return id === undefined ? [] : [report(id)];
        if (href === undefined) return [];
        return [
          {
            href,
            title: textOf(link['title']) || href,
            description: textOf(link['description']) ?? '',
          },
        ];
      }),
  ];
  if (links.length === 0) return null;
  return [
    {
      type: 'bulletList',
      content: links.map(({ href, title, description }) => ({
        type: 'listItem',
        content: [
          paragraphOf([
            ...readInline([{ type: 'link', url: href, children: [{ text: title }] }]),
            ...(description === '' ? [] : readInline([{ text: ` – ${description}` }])),
          ]),
        ],
      })),
    },
  ];
}

function readQuery(block: Json): readonly ReportNode[] | null {
  const query = readQueryBlock(block);
  if (query === null) return null;
  if (query.kind === 'artifact')
    return [{ type: 'artifactCard', attrs: { artifact: query.artifact } }];
  const grid = tableGrid(query.project, query.key);
  return grid === null ? null : [{ type: 'panelGrid', attrs: { grid } }];
}

/** Languages that the package takes; it reads code in any other as an unknown block. */
const LANGUAGES: ReadonlySet<unknown> = new Set([
  ...['javascript', 'python', 'css', 'json', 'html', 'markdown', 'yaml'],
]);

/** A block of W&B for one of ours; what W&B has no block for is written as Markdown. */
export function writeBlock(node: ReportNode, place: ReportPlace): Json {
  const { attrs = {}, content = [] } = node;
  const children = [{ text: '' }];
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', children: writeInline(content) };
    case 'heading':
      return { type: 'heading', children: writeInline(content), level: attrs['level'] ?? 1 };
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return writeList(node) ?? markdown(node, place);
    case 'blockquote':
      return isText(content)
        ? { type: 'block-quote', children: writeInline(joined(content)) }
        : markdown(node, place);
    case 'callout':
      return isText(content)
        ? {
            type: 'callout-block',
            children: [{ type: 'callout-line', children: writeInline(joined(content)) }],
            ...((attrs['tone'] ?? 'note') === 'note' ? {} : { tone: attrs['tone'] }),
          }
        : markdown(node, place);
    case 'codeBlock': {
      const language = LANGUAGES.has(attrs['language']) ? attrs['language'] : null;
      const text = content.map((piece) => piece.text ?? '').join('');
      return {
        type: 'code-block',
        children: [{ type: 'code-line', children: [{ text }], language }],
        language,
      };
    }
    case 'mathBlock':
      return { type: 'latex', children, content: attrs['latex'] ?? '', block: true };
    case 'image':
      return writeImage(node, place);
    case 'video': {
      const url = addressOf(node, place);
      return url === null ? markdown(node, place) : { type: 'video', url, children };
    }
    case 'embed':
      return writeEmbed(String(attrs['src'] ?? ''));
    case 'horizontalRule':
      return { type: 'horizontal-rule', children };
    case 'tableOfContents':
      return { type: 'table-of-contents', children };
    case 'panelGrid': {
      const [grid] = gridsOf(node);
      return grid === undefined ? markdown(node, place) : writePanelGrid(grid, place);
    }
    case 'opaque':
      return recordOf(attrs['wandb']);
    default:
      return markdown(node, place);
  }
}

const isText = (content: readonly ReportNode[]): boolean =>
  content.every(({ type }) => type === 'paragraph');

/** Paragraphs as lines of one. */
const joined = (content: readonly ReportNode[]): readonly ReportNode[] =>
  content.flatMap((inner, index): readonly ReportNode[] => [
    ...(index === 0 ? [] : [{ type: 'hardBreak' } as const]),
    ...(inner.content ?? []),
  ]);

function writeImage(node: ReportNode, place: ReportPlace): Json {
  const url = addressOf(node, place);
  if (url === null) return markdown(node, place);
  const caption = String(node.attrs?.['caption'] ?? '');
  return { type: 'image', children: [{ text: caption }], url, hasCaption: caption !== '' };
}

function addressOf({ attrs }: ReportNode, { fileAddress }: ReportPlace): string | null {
  const [file, src] = [textOf(attrs?.['file']), textOf(attrs?.['src'])];
  if (file !== undefined) return fileAddress?.(file) ?? null;
  return src ?? null;
}

const markdown = (node: ReportNode, { fileAddress }: ReportPlace): Json => ({
  type: 'markdown-block',
  children: [{ text: '' }],
  content: documentToMarkdown(
    { type: 'doc', content: [node] },
    fileAddress === null ? {} : { fileAddress },
  ).trimEnd(),
});

/** The grid of a block that is one. */
export function gridsOf(node: ReportNode) {
  const { data } = PanelGrid.safeParse(node.attrs?.['grid']);
  return node.type === 'panelGrid' && data !== undefined ? [data] : [];
}
