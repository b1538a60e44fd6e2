import type {
  BlockContent,
  ListItem,
  PhrasingContent,
  RootContent,
  TableCell,
  TableRow,
} from 'mdast';
import type { ReportNode } from '../document.ts';
import { embedSiteOf } from '../embeds.ts';
import { PanelGrid } from '../panel-grid.ts';
import { CALLOUT_TONES } from '../schema.ts';
import { writePhrasing } from './inline-write.ts';
import {
  artifactPage,
  evaluationsPage,
  projectPage,
  queryPage,
  runPage,
  tracePage,
} from './places.ts';
import type { CalloutNode } from './syntax.ts';

/** A picture of a block of evidence that goes with the text. */
export interface BlockPicture {
  readonly title: string;
  readonly address: string;
}

/** What blocks are written with. */
export interface WriteContext {
  /** The address of a path of this server. */
  readonly addressOf: (path: string) => string;
  /** The address of a file of the report; null where it has none. */
  readonly fileAddress: (file: string) => string | null;
  /** Pictures of a block, by its id; empty where there are none. */
  readonly picturesOf: (block: ReportNode) => readonly BlockPicture[];
}

type Block = RootContent | CalloutNode;

export const writeBlocks = (nodes: readonly ReportNode[], context: WriteContext): Block[] =>
  nodes.flatMap((node) => writeBlock(node, context));

const flow = (nodes: readonly ReportNode[], context: WriteContext): BlockContent[] =>
  writeBlocks(nodes, context) as BlockContent[];

function writeBlock(node: ReportNode, context: WriteContext): Block[] {
  const { attrs = {}, content = [] } = node;
  const phrasing = () => writePhrasing(content, context.addressOf);
  switch (node.type) {
    case 'paragraph': {
      const children = phrasing();
      return children.length === 0 ? [] : [{ type: 'paragraph', children }];
    }
    case 'heading':
      return [{ type: 'heading', depth: levelOf(attrs['level']), children: phrasing() }];
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return [writeList(node, context)];
    case 'blockquote':
      return [{ type: 'blockquote', children: flow(content, context) }];
    case 'callout': {
      const tone = CALLOUT_TONES.find((name) => name === attrs['tone']) ?? 'note';
      return [{ type: 'callout', tone, children: flow(content, context) }];
    }
    case 'codeBlock': {
      const value = content.map(({ text }) => text ?? '').join('');
      // What stands behind the first word would be taken for something else.
      const lang = String(attrs['language'] ?? '').replace(/[\s`]+/g, '') || null;
      return [{ type: 'code', lang, value }];
    }
    case 'mathBlock':
      return [{ type: 'math', value: String(attrs['latex'] ?? '') }];
    case 'horizontalRule':
      return [{ type: 'thematicBreak' }];
    case 'tableOfContents':
      return [{ type: 'html', value: '[TOC]' }];
    case 'table':
      return [writeTable(node, context)];
    case 'image':
    case 'video':
      return writeMedia(node, context);
    case 'embed':
      return [bareLink(String(attrs['src'] ?? ''))];
    case 'html':
      return [{ type: 'code', lang: 'html', value: String(attrs['source'] ?? '') }];
    default:
      return writeEvidence(node, context);
  }
}

const levelOf = (level: unknown): 1 | 2 | 3 => (level === 2 || level === 3 ? level : 1);

function writeList(node: ReportNode, context: WriteContext): Block {
  const { attrs = {}, content = [] } = node;
  const items = content.map(
    (item): ListItem => ({
      type: 'listItem',
      spread: false,
      checked: node.type === 'taskList' ? item.attrs?.['checked'] === true : null,
      children: flow(item.content ?? [], context),
    }),
  );
  const start = typeof attrs['start'] === 'number' ? attrs['start'] : 1;
  const isOrdered = node.type === 'orderedList';
  const isSpread = items.some(({ children }) => children.length > 1);
  return {
    type: 'list',
    ordered: isOrdered,
    start: isOrdered ? start : null,
    spread: isSpread,
    children: items.map((item) => ({ ...item, spread: isSpread })),
  };
}

/** Cells hold one line each: what else they hold is put behind each other. */
function writeTable({ content = [] }: ReportNode, context: WriteContext): Block {
  const rows = content.map(
    ({ content: cells = [] }): TableRow => ({
      type: 'tableRow',
      children: cells.flatMap((cell): TableCell[] => {
        const span = typeof cell.attrs?.['colspan'] === 'number' ? cell.attrs['colspan'] : 1;
        const own: TableCell = { type: 'tableCell', children: cellLine(cell, context) };
        const rest = Array.from({ length: span - 1 }, emptyCell);
        return [own, ...rest];
      }),
    }),
  );
  const [first] = content;
  const isHeaded =
    first?.content?.length !== 0 && first?.content?.every(({ type }) => type === 'tableHeader');
  const width = Math.max(1, ...rows.map(({ children }) => children.length));
  const empty: TableRow = { type: 'tableRow', children: Array.from({ length: width }, emptyCell) };
  return { type: 'table', children: isHeaded ? rows : [empty, ...rows] };
}

const emptyCell = (): TableCell => ({ type: 'tableCell', children: [] });

function cellLine({ content = [] }: ReportNode, context: WriteContext): PhrasingContent[] {
  const parts = content.map((block) => {
    const inline = (block.content ?? []).filter(({ type }) => type !== 'hardBreak');
    return block.type === 'paragraph' || block.type === 'heading'
      ? writePhrasing(inline, context.addressOf)
      : [{ type: 'text', value: plainText(block) } as const];
  });
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index): PhrasingContent[] =>
      index === 0 ? part : [{ type: 'text', value: ' ' }, ...part],
    );
}

function plainText({ text, content = [] }: ReportNode): string {
  return text ?? content.map(plainText).filter(Boolean).join(' ');
}

function writeMedia({ type, attrs = {} }: ReportNode, context: WriteContext): Block[] {
  const text = (name: string) => String(attrs[name] ?? '');
  const file = text('file');
  const caption = text('caption');
  const url = file === '' ? text('src') : (context.fileAddress(file) ?? '');
  if (url === '') return caption === '' ? [] : [line({ type: 'text', value: caption })];
  if (type === 'video') {
    return [line({ type: 'link', url, children: [{ type: 'text', value: caption || 'Video' }] })];
  }
  return [line({ type: 'image', url, alt: text('alt'), title: caption || null })];
}

const line = (child: PhrasingContent): Block => ({ type: 'paragraph', children: [child] });

const bareLink = (url: string): Block =>
  line({ type: 'link', url, children: [{ type: 'text', value: url }] });

/** Blocks that stand on data: a link to its page, and the pictures that were made of it. */
function writeEvidence(node: ReportNode, context: WriteContext): Block[] {
  const pictures = context
    .picturesOf(node)
    .map(
      ({ title, address }): Block => line({ type: 'image', url: address, alt: title, title: null }),
    );
  const link = evidenceLink(node);
  if (link === null) return pictures;
  const text = { type: 'text', value: link.text } as const;
  const label: PhrasingContent =
    link.path === null
      ? text
      : { type: 'link', url: context.addressOf(link.path), children: [text] };
  return [...pictures, line(label)];
}

/** What a block of evidence is about, in words, and the page that shows it. */
export function evidenceLink({
  type,
  attrs = {},
}: ReportNode): { readonly text: string; readonly path: string | null } | null {
  const text = (name: string) => String(attrs[name] ?? '');
  switch (type) {
    case 'panelGrid': {
      const { data: grid } = PanelGrid.safeParse(attrs['grid']);
      const titles = (grid?.board.panels ?? []).flatMap(({ title }) => title || []);
      const [project] = grid?.runSets.map((runSet) => runSet.project) ?? [];
      const what = titles.length === 0 ? 'Panels' : `Panels: ${titles.join(', ')}`;
      return { text: what, path: project === undefined ? null : projectPage(project) };
    }
    case 'runCard':
      return { text: `Run ${text('run')}`, path: runPage(text('run')) };
    case 'artifactCard':
      return { text: `Artifact ${text('artifact')}`, path: artifactPage(text('artifact')) };
    case 'traceCard':
      return { text: `Trace ${text('trace')}`, path: tracePage(text('trace')) };
    case 'evaluationComparison': {
      const ids = Array.isArray(attrs['evaluations']) ? attrs['evaluations'].map(String) : [];
      const project = text('project');
      return {
        text: `Comparison of ${ids.length} evaluations in ${project}`,
        path: evaluationsPage(project, ids),
      };
    }
    case 'queryTable': {
      const [project, filter] = [text('project'), text('filter')];
      const what = attrs['kind'] === 'calls' ? 'Calls' : 'Runs';
      return {
        text: `${what} of ${project}${filter === '' ? '' : ` where ${filter}`}`,
        path: queryPage(project, attrs['kind']),
      };
    }
    case 'embed':
      return { text: `${embedSiteOf(text('src'))?.name ?? 'Page'}: ${text('src')}`, path: null };
    case 'opaque': {
      const wandb = attrs['wandb'];
      const kind = typeof wandb === 'object' && wandb !== null && 'type' in wandb ? wandb.type : '';
      return { text: `A block of W&B that is not drawn here (${String(kind)})`, path: null };
    }
    default:
      return null;
  }
}
