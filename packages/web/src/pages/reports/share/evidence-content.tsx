import type { ReportNode } from '@runloom/model';
import { Artifact } from '../blocks/artifact-card.tsx';
import { Comparison } from '../blocks/evaluations.tsx';
import type { Query } from '../blocks/query/parts.tsx';
import { QueryRows } from '../blocks/query/query-table.tsx';
import { Run } from '../blocks/run-card.tsx';
import { Trace } from '../blocks/trace-card.tsx';
import { EVIDENCE } from '../evidence-kinds.ts';
import { GridBody } from '../grid/grid-body.tsx';
import { readGrid } from '../grid/grid-state.ts';

/** Whether a block must be recorded before others see it; a frozen grid was. */
export function needsRecording({ type, attrs = {} }: ReportNode): boolean {
  if (!EVIDENCE.has(type) || typeof attrs['block'] !== 'string') return false;
  return type !== 'panelGrid' || readGrid(attrs['grid'])?.frozen === undefined;
}

/** What such a block draws from the server's answers. */
export function EvidenceContent({ node: { type, attrs = {} } }: { readonly node: ReportNode }) {
  switch (type) {
    case 'panelGrid': {
      const grid = readGrid(attrs['grid']);
      return grid === null ? null : <GridBody grid={grid} onChange={null} isWhole />;
    }
    case 'runCard':
      return <Run path={String(attrs['run'])} />;
    case 'artifactCard':
      return <Artifact path={String(attrs['artifact'])} />;
    case 'traceCard':
      return <Trace path={String(attrs['trace'])} />;
    case 'evaluationComparison':
      return (
        <Comparison
          path={String(attrs['project'])}
          ids={attrs['evaluations'] as readonly string[]}
        />
      );
    case 'queryTable':
      return <QueryRows {...(attrs as unknown as Query)} />;
    default:
      return null;
  }
}
