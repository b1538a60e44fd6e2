import type { ReportNode } from '@runloom/model';
import { useEffect, useMemo } from 'react';
import { useTape } from '../../../../data/report-evidence.ts';
import { network, type Transport } from '../../../../data/sources/transport.ts';
import { DrawingsContext, type PanelDrawing } from '../../../../panels/board/panel-drawing.ts';
import { readGrid } from '../../grid/grid-state.ts';
import { OffStage } from '../../off-stage/off-stage.tsx';
import type { StageEnd } from '../../off-stage/use-off-stage.tsx';
import { useReportPlace } from '../../report-context.ts';
import { EvidenceContent } from '../../share/evidence-content.tsx';
import type { Figure } from '../export-source.ts';
import { missingFigure } from '../missing-figure.ts';
import { readPicture } from '../picture.ts';
import { harvestFigures } from './harvest.ts';

/** Drawings are taken once nothing of them is on its way for this long. */
const QUIET_MS = 250;

interface StageProps extends StageEnd<readonly Figure[]> {
  readonly node: ReportNode;
}

/** Draws a block out of sight, whole, and takes its figures once nothing of it is on its way. */
export function FigureStage({ node, ...end }: StageProps) {
  const { report, tapeOf } = useReportPlace();
  const tape = tapeOf(String(node.attrs?.['block'] ?? ''));
  const frozen = node.type === 'panelGrid' ? readGrid(node.attrs?.['grid'])?.frozen : undefined;
  const digest = tape === null ? (frozen?.digest ?? null) : null;
  const { data, error } = useTape(report, digest);
  const source = tape ?? (digest === null ? network : data);
  const { onFailed } = end;
  useEffect(() => {
    if (error !== null && digest !== null) onFailed(error);
  }, [error, digest, onFailed]);
  return source === undefined ? null : <DrawnStage node={node} source={source} {...end} />;
}

function DrawnStage({
  node,
  source,
  onDone,
  onFailed,
}: StageProps & { readonly source: Transport }) {
  const drawings = useMemo(() => new Map<string, PanelDrawing>(), []);
  const harvest = async (element: HTMLElement, isWhole: boolean) => {
    const figures = await harvestFigures(element, drawings, readImage);
    onDone(isWhole ? figures : [...figures, missingFigure('', NOT_WHOLE)]);
  };
  return (
    <DrawingsContext value={drawings}>
      <OffStage transport={source} quietMs={QUIET_MS} onQuiet={harvest} onFailed={onFailed}>
        <EvidenceContent node={node} />
      </OffStage>
    </DrawingsContext>
  );
}

const NOT_WHOLE = 'not all of it was there after a minute';

/** Pictures of this server, and those that stand in the page itself. */
async function readImage(image: HTMLImageElement) {
  try {
    const { origin, protocol } = new URL(image.src, window.location.href);
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== window.location.origin)
      return null;
    const response = await fetch(image.src, { credentials: 'same-origin' });
    return response.ok ? await readPicture(await response.blob()) : null;
  } catch {
    return null;
  }
}
