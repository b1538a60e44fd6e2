import type { ReportNode } from '@runloom/model';
import { useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTape } from '../../../../data/reports.ts';
import { SourceProvider } from '../../../../data/sources/source-provider.ts';
import { playTape } from '../../../../data/sources/tape.ts';
import { network, type Transport } from '../../../../data/sources/transport.ts';
import { DrawingsContext, type PanelDrawing } from '../../../../panels/board/panel-drawing.ts';
import gridStyles from '../../grid/grid.module.css';
import { readGrid } from '../../grid/grid-state.ts';
import { useReportPlace } from '../../report-context.ts';
import { EvidenceContent } from '../../share/evidence-content.tsx';
import type { Figure } from '../export-source.ts';
import { readPicture } from '../picture.ts';
import { harvestFigures } from './harvest.ts';

/** Something in it is not there yet. */
const BUSY = '[aria-busy="true"], [aria-label="Loading"]';
const QUIET_MS = 250;
const LONGEST_MS = 60_000;

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
  const source = useMemo(
    () =>
      tape ??
      (digest === null ? network : recorded.data === undefined ? null : playTape(recorded.data)),
    [tape, digest, recorded.data],
  );
  useEffect(() => {
    if (recorded.error !== null && digest !== null) onDone([]);
  }, [recorded.error, digest, onDone]);
  return source === null ? null : <DrawnStage node={node} source={source} onDone={onDone} />;
}

function DrawnStage({ node, source, onDone }: StageProps & { readonly source: Transport }) {
  const element = useRef<HTMLDivElement>(null);
  const drawings = useMemo(() => new Map<string, PanelDrawing>(), []);
  const watched = useMemo(() => watch(source), [source]);
  useEffect(() => {
    let isGone = false;
    const until = performance.now() + LONGEST_MS;
    const look = async () => {
      const isBusy = () => watched.isBusy() || element.current?.querySelector(BUSY) != null;
      let quietSince = performance.now();
      while (!isGone && performance.now() < until && performance.now() - quietSince < QUIET_MS) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (isBusy()) quietSince = performance.now();
      }
      if (isGone || element.current === null) return;
      const figures = await harvestFigures(element.current, drawings, readImage);
      if (!isGone) onDone(figures);
    };
    void look();
    return () => {
      isGone = true;
    };
  }, [watched, drawings, onDone]);
  return createPortal(
    <div ref={element} className={gridStyles.recorder} aria-hidden inert>
      <DrawingsContext value={drawings}>
        <SourceProvider transport={watched.transport}>
          <EvidenceContent node={node} />
        </SourceProvider>
      </DrawingsContext>
    </div>,
    document.body,
  );
}

/** The same transport, which tells whether something is asked right now. */
function watch(source: Transport): {
  readonly transport: Transport;
  readonly isBusy: () => boolean;
} {
  let openCount = 0;
  return {
    isBusy: () => openCount > 0,
    async transport(address, init) {
      openCount += 1;
      try {
        return await source(address, init);
      } finally {
        openCount -= 1;
      }
    },
  };
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
