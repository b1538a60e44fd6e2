import type { ReportNode } from '@runloom/model';
import { useEffect, useMemo } from 'react';
import { useTape } from '../../../../data/report-evidence.ts';
import { network, type Transport } from '../../../../data/sources/transport.ts';
import { DrawingsContext, type PanelDrawing } from '../../../../panels/board/panel-drawing.ts';
import { readGrid } from '../../grid/grid-state.ts';
import { OffStage } from '../../off-stage/off-stage.tsx';
import { useReportPlace } from '../../report-context.ts';
import { EvidenceContent } from '../../share/evidence-content.tsx';
import type { Figure } from '../export-source.ts';
import { readPicture } from '../picture.ts';
import { harvestFigures } from './harvest.ts';

/** Drawings are taken once nothing of them is on its way for this long. */
const QUIET_MS = 250;

interface StageProps {
  readonly node: ReportNode;
  readonly onDone: (figures: readonly Figure[]) => void;
}

/** Draws a block out of sight, whole, and takes its figures once nothing of it is on its way. */
export function FigureStage({ node, onDone }: StageProps) {
  const { report, tapeOf } = useReportPlace();
  const tape = tapeOf(String(node.attrs?.['block'] ?? ''));
  const frozen = node.type === 'panelGrid' ? readGrid(node.attrs?.['grid'])?.frozen : undefined;
  const digest = tape === null ? (frozen?.digest ?? null) : null;
  const recorded = useTape(report, digest);
  const source = tape ?? (digest === null ? network : recorded.data);
  useEffect(() => {
    if (recorded.error !== null && digest !== null) onDone([]);
  }, [recorded.error, digest, onDone]);
  return source === undefined ? null : <DrawnStage node={node} source={source} onDone={onDone} />;
}

function DrawnStage({ node, source, onDone }: StageProps & { readonly source: Transport }) {
  const drawings = useMemo(() => new Map<string, PanelDrawing>(), []);
  const harvest = async (element: HTMLElement) =>
    onDone(await harvestFigures(element, drawings, readImage));
  return (
    <DrawingsContext value={drawings}>
      <OffStage transport={source} quietMs={QUIET_MS} onQuiet={(element) => void harvest(element)}>
        <EvidenceContent node={node} />
      </OffStage>
    </DrawingsContext>
  );
}

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
