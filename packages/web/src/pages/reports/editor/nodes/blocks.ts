import { ArtifactCard } from '../../blocks/artifact-card.tsx';
import { EmbedBlock } from '../../blocks/embed.tsx';
import { EvaluationsBlock } from '../../blocks/evaluations.tsx';
import { HtmlBlock } from '../../blocks/html.tsx';
import { NumberWithSource } from '../../blocks/number.tsx';
import { OpaqueBlock } from '../../blocks/opaque.tsx';
import { QueryTable } from '../../blocks/query/query-table.tsx';
import { RunCard } from '../../blocks/run-card.tsx';
import { TraceCard } from '../../blocks/trace-card.tsx';
import { GridBlock } from '../../grid/grid-block.tsx';
import { MathBlock, MathInline } from './formulas.tsx';
import { ImageBlock, VideoBlock } from './media.tsx';
import { Mention } from './mention.tsx';
import { TableOfContents } from './table-of-contents.tsx';

/** Blocks that React draws. */
export const BLOCKS = [
  MathBlock,
  MathInline,
  ImageBlock,
  VideoBlock,
  TableOfContents,
  Mention,
  GridBlock,
  RunCard,
  ArtifactCard,
  TraceCard,
  EvaluationsBlock,
  QueryTable,
  EmbedBlock,
  HtmlBlock,
  NumberWithSource,
  OpaqueBlock,
];
