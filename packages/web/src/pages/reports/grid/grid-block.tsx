import type { EvidenceRequest, FrozenGrid, PanelGrid } from '@runloom/model';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { LayoutGrid, Snowflake, Sun } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { recordEvidence, useTape } from '../../../data/report-evidence.ts';
import { useSession } from '../../../data/session.ts';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import { BlockSource } from '../blocks/block-source.tsx';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import blockStyles from '../editor/nodes/blocks.module.css';
import { Recorder } from '../off-stage/recorder.tsx';
import { useReportPlace } from '../report-context.ts';
import { FrozenNote } from './frozen-note.tsx';
import styles from './grid.module.css';
import { GridBody } from './grid-body.tsx';
import { readGrid } from './grid-state.ts';
import { useIsNear } from './use-is-near.ts';

/** A grid of panels with its run sets: live, or frozen to what it showed. */
function GridBlockView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const saved: unknown = node.attrs['grid'];
  const block = String(node.attrs['block'] ?? '');
  const grid = useMemo(() => readGrid(saved), [saved]);
  const { canEdit, isShared, isAlone = false } = useReportPlace();
  const latest = useRef(grid);
  latest.current = grid;
  const change = useCallback(
    (next: (before: PanelGrid) => PanelGrid) => {
      if (latest.current === null) return;
      latest.current = next(latest.current);
      updateAttributes({ grid: latest.current });
    },
    [updateAttributes],
  );
  const element = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(element);
  if (grid === null) {
    return (
      <NodeViewWrapper>
        <BlockFrame label="Panel grid" isSelected={selected}>
          <p className={blockStyles.note}>
            This grid was saved by a newer version of Runloom. It is kept as it is.
          </p>
        </BlockFrame>
      </NodeViewWrapper>
    );
  }
  const isEditable = canEdit && editor.isEditable;
  return (
    <NodeViewWrapper>
      <div ref={element} className={isNear ? undefined : styles.waiting}>
        {isNear ? (
          <BlockFrame
            label="Panel grid"
            isSelected={selected}
            isQuiet={isAlone}
            title={
              isAlone && grid.frozen === undefined ? undefined : (
                <>
                  <LayoutGrid aria-hidden className={styles.mark} />
                  Panels
                  {grid.frozen === undefined ? null : (
                    <FrozenNote frozen={grid.frozen} hasCheck={!isShared} />
                  )}
                </>
              )
            }
            tools={isEditable ? <Freeze block={block} grid={grid} onChange={change} /> : undefined}
          >
            <div className={styles.body}>
              <BlockSource block={block} isFrozen={grid.frozen !== undefined}>
                {!isShared && grid.frozen !== undefined ? (
                  <FrozenBody grid={grid} frozen={grid.frozen} />
                ) : (
                  <GridBody grid={grid} onChange={isEditable ? change : null} />
                )}
              </BlockSource>
            </div>
          </BlockFrame>
        ) : null}
      </div>
    </NodeViewWrapper>
  );
}

/** Drawn from what was recorded when it was frozen, and from nothing else. */
function FrozenBody({ grid, frozen }: { readonly grid: PanelGrid; readonly frozen: FrozenGrid }) {
  const { report } = useReportPlace();
  const { data: transport, error, refetch } = useTape(report, frozen.digest);
  if (transport === undefined) {
    return error === null ? (
      <Skeleton lines={6} label="Loading" />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <SourceProvider transport={transport}>
      <GridBody grid={grid} onChange={null} />
    </SourceProvider>
  );
}

function Freeze({
  block,
  grid,
  onChange,
}: {
  readonly block: string;
  readonly grid: PanelGrid;
  readonly onChange: (change: (before: PanelGrid) => PanelGrid) => void;
}) {
  const { report } = useReportPlace();
  const user = useSession().data?.user?.username ?? '';
  const toasts = useToasts();
  const [isRecording, setRecording] = useState(false);
  const fail = useCallback(
    (problem: unknown) => {
      setRecording(false);
      toasts.failure('The grid could not be frozen', problem);
    },
    [toasts],
  );
  const record = useCallback(
    (requests: readonly EvidenceRequest[]) => {
      recordEvidence(report, { block, requests })
        .then(({ digest }) =>
          onChange((before) => ({ ...before, frozen: { digest, at: Date.now(), by: user } })),
        )
        .then(() => setRecording(false))
        .catch(fail);
    },
    [report, block, onChange, fail, user],
  );
  if (grid.frozen !== undefined) {
    return (
      <Button
        size="small"
        kind="quiet"
        icon={<Sun aria-hidden />}
        onClick={() => onChange(({ frozen: _, ...live }) => live)}
      >
        Unfreeze
      </Button>
    );
  }
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        isBusy={isRecording}
        icon={<Snowflake aria-hidden />}
        onClick={() => setRecording(true)}
      >
        {isRecording ? 'Freezing' : 'Freeze'}
      </Button>
      {isRecording ? (
        <Recorder onRecorded={record} onFailed={fail}>
          <GridBody grid={grid} onChange={null} isWhole />
        </Recorder>
      ) : null}
    </>
  );
}

export const GridBlock = atomBlock('panelGrid', GridBlockView);
