import { z } from 'zod';
import { Colour } from '../views/index.ts';
import {
  ArtifactPath,
  BlockId,
  NumberReference,
  ProjectPath,
  RemoteSource,
  ReportFileId,
  RunPath,
  SafeHref,
  ThreadId,
  TracePath,
} from './attributes.ts';
import { embedSiteOf } from './embeds.ts';
import { PanelGrid } from './panel-grid.ts';

/** One attribute: what it may hold, and what it is when nothing is said. Without a default it must be given. */
export interface ReportAttribute {
  readonly value: z.ZodType;
  readonly default?: unknown;
}

/**
 * A kind of node as both ends of the sync build it: the editor (TipTap) and the server
 * (`prosemirror-model`). Members are those of ProseMirror's `NodeSpec`.
 */
export interface ReportNodeSpec {
  /** A content expression of ProseMirror; absent for leaves. */
  readonly content?: string;
  readonly group?: string;
  readonly inline?: true;
  readonly atom?: true;
  readonly code?: true;
  readonly isolating?: true;
  readonly defining?: true;
  /** Marks that its text may carry; absent: all. */
  readonly marks?: string;
  readonly tableRole?: 'table' | 'row' | 'cell' | 'header_cell';
  readonly attributes: Readonly<Record<string, ReportAttribute>>;
}

/** A kind of mark, as `MarkSpec` of ProseMirror has it. */
export interface ReportMarkSpec {
  /** Marks that can't stand beside it; absent: only another of its own kind. */
  readonly excludes?: string;
  readonly inclusive?: false;
  readonly code?: true;
  readonly attributes: Readonly<Record<string, ReportAttribute>>;
}

const optional = (value: z.ZodType): ReportAttribute => ({
  value: z.union([z.null(), value]),
  default: null,
});
const required = (value: z.ZodType): ReportAttribute => ({ value });
const withDefault = (value: z.ZodType, initial: unknown): ReportAttribute => ({
  value,
  default: initial,
});

const text = (longest: number): ReportAttribute => withDefault(z.string().max(longest), '');

/** All blocks may carry an id; those that stand at the top get one from the server when they have none. */
const BLOCK = { block: optional(BlockId) };

const CELL = {
  colspan: withDefault(z.number().int().min(1).max(100), 1),
  rowspan: withDefault(z.number().int().min(1).max(1_000), 1),
  colwidth: optional(z.array(z.number().min(0).max(5_000)).max(100)),
};

/** Where the bytes of a picture or film are: a file of the report (`file`) or elsewhere (`src`). */
const MEDIA = {
  file: optional(ReportFileId),
  src: optional(RemoteSource),
  caption: text(10_000),
};

export const CALLOUT_TONES = ['note', 'tip', 'warning', 'danger'] as const;

/** JSON of W&B that is kept and not looked into. */
const KeptJson = z.record(z.string(), z.unknown());

/** Every kind of node that a report may hold, by its name. The order is that of the schema: `paragraph` is the default block. */
export const REPORT_NODES = {
  doc: { content: 'block+', attributes: {} },
  paragraph: { content: 'inline*', group: 'block', attributes: BLOCK },
  text: { group: 'inline', attributes: {} },
  heading: {
    content: 'inline*',
    group: 'block',
    defining: true,
    attributes: { ...BLOCK, level: withDefault(z.number().int().min(1).max(3), 1) },
  },
  bulletList: { content: 'listItem+', group: 'block list', attributes: BLOCK },
  orderedList: {
    content: 'listItem+',
    group: 'block list',
    attributes: { ...BLOCK, start: withDefault(z.number().int().min(0).max(1_000_000), 1) },
  },
  listItem: { content: 'paragraph block*', defining: true, attributes: {} },
  taskList: { content: 'taskItem+', group: 'block list', attributes: BLOCK },
  taskItem: {
    content: 'paragraph block*',
    defining: true,
    attributes: { checked: withDefault(z.boolean(), false) },
  },
  blockquote: { content: 'block+', group: 'block', defining: true, attributes: BLOCK },
  callout: {
    content: 'block+',
    group: 'block',
    defining: true,
    attributes: { ...BLOCK, tone: withDefault(z.enum(CALLOUT_TONES), 'note') },
  },
  codeBlock: {
    content: 'text*',
    group: 'block',
    marks: '',
    code: true,
    defining: true,
    attributes: { ...BLOCK, language: optional(z.string().max(50)) },
  },
  mathBlock: { group: 'block', atom: true, attributes: { ...BLOCK, latex: text(20_000) } },
  mathInline: { group: 'inline', inline: true, atom: true, attributes: { latex: text(20_000) } },
  horizontalRule: { group: 'block', attributes: BLOCK },
  table: {
    content: 'tableRow+',
    group: 'block',
    isolating: true,
    tableRole: 'table',
    attributes: BLOCK,
  },
  tableRow: { content: '(tableCell | tableHeader)*', tableRole: 'row', attributes: {} },
  tableHeader: { content: 'block+', isolating: true, tableRole: 'header_cell', attributes: CELL },
  tableCell: { content: 'block+', isolating: true, tableRole: 'cell', attributes: CELL },
  image: {
    group: 'block',
    atom: true,
    attributes: {
      ...BLOCK,
      ...MEDIA,
      alt: text(10_000),
      /** Part of the width of the text, in percent; null: as large as it is, at most the text. */
      width: optional(z.number().min(1).max(100)),
    },
  },
  video: { group: 'block', atom: true, attributes: { ...BLOCK, ...MEDIA } },
  tableOfContents: { group: 'block', atom: true, attributes: BLOCK },
  mention: {
    group: 'inline',
    inline: true,
    atom: true,
    attributes: { username: required(z.string().min(1).max(128)) },
  },
  hardBreak: { group: 'inline', inline: true, attributes: {} },
  panelGrid: { group: 'block', atom: true, attributes: { ...BLOCK, grid: required(PanelGrid) } },
  runCard: { group: 'block', atom: true, attributes: { ...BLOCK, run: required(RunPath) } },
  artifactCard: {
    group: 'block',
    atom: true,
    attributes: { ...BLOCK, artifact: required(ArtifactPath) },
  },
  traceCard: { group: 'block', atom: true, attributes: { ...BLOCK, trace: required(TracePath) } },
  evaluationComparison: {
    group: 'block',
    atom: true,
    attributes: {
      ...BLOCK,
      project: required(ProjectPath),
      /** Calls of evaluations. */
      evaluations: withDefault(z.array(z.string().min(1).max(200)).max(50), []),
    },
  },
  queryTable: {
    group: 'block',
    atom: true,
    attributes: {
      ...BLOCK,
      project: required(ProjectPath),
      kind: required(z.enum(['runs', 'calls'])),
      /** As the filter boxes of these lists read it. */
      filter: text(100_000),
      columns: withDefault(z.array(z.string().min(1).max(2_000)).max(200), []),
    },
  },
  embed: {
    group: 'block',
    atom: true,
    attributes: {
      ...BLOCK,
      src: required(
        z
          .string()
          .max(4_000)
          .refine(
            (src) => embedSiteOf(src) !== null,
            'only pages of YouTube, Vimeo, Spotify, SoundCloud and X can be embedded',
          ),
      ),
    },
  },
  html: { group: 'block', atom: true, attributes: { ...BLOCK, source: text(500_000) } },
  number: {
    group: 'inline',
    inline: true,
    atom: true,
    attributes: {
      /** As it is written in the text. */
      value: required(z.string().max(200)),
      reference: required(NumberReference),
    },
  },
  opaque: { group: 'block', atom: true, attributes: { ...BLOCK, wandb: required(KeptJson) } },
} as const satisfies Readonly<Record<string, ReportNodeSpec>>;

export type ReportNodeName = keyof typeof REPORT_NODES;

/** Every kind of mark, outermost first. */
export const REPORT_MARKS = {
  link: { inclusive: false, attributes: { href: required(SafeHref) } },
  bold: { attributes: {} },
  italic: { attributes: {} },
  underline: { attributes: {} },
  strike: { attributes: {} },
  highlight: { attributes: { colour: optional(Colour) } },
  code: { code: true, attributes: {} },
  // The same words may belong to several threads.
  comment: { excludes: '', inclusive: false, attributes: { thread: required(ThreadId) } },
} as const satisfies Readonly<Record<string, ReportMarkSpec>>;

export type ReportMarkName = keyof typeof REPORT_MARKS;

/** What a node's or mark's name means; null for names that a report does not know. */
export const nodeSpec = (name: string): ReportNodeSpec | null =>
  Object.hasOwn(REPORT_NODES, name) ? REPORT_NODES[name as ReportNodeName] : null;
export const markSpec = (name: string): ReportMarkSpec | null =>
  Object.hasOwn(REPORT_MARKS, name) ? REPORT_MARKS[name as ReportMarkName] : null;
