import type { PanelGrid } from '@runloom/model';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import styles from './grid.module.css';
import { GridPanels } from './grid-panels.tsx';
import { FIRST_SECTION } from './grid-state.ts';
import { RunSetSource } from './run-set-source.tsx';
import { RunSets } from './run-sets.tsx';
import { useGridRuns } from './use-grid-runs.ts';

const AddPanelDialog = lazy(async () => ({
  default: (await import('../../../panels/board/add-panel/add-panel-dialog.tsx')).AddPanelDialog,
}));

/** Panels and run sets of a grid, whatever its data come from. */
export function GridBody({
  grid,
  onChange,
  isWhole = false,
}: {
  readonly grid: PanelGrid;
  /** Takes the function that makes the new grid of the latest; null: the grid is only looked at. */
  readonly onChange: ((change: (before: PanelGrid) => PanelGrid) => void) | null;
  readonly isWhole?: boolean;
}) {
  const { joined, read, onRead } = useGridRuns(grid.runSets);
  const [isAdding, setAdding] = useState(false);
  const onBoard =
    onChange === null
      ? null
      : (board: PanelGrid['board']) => onChange((before) => ({ ...before, board }));
  return (
    <>
      {grid.runSets.map((set) =>
        set.isOn ? <RunSetSource key={set.id} set={set} onRead={onRead} /> : null,
      )}
      {joined.error === null ? null : (
        <p className={styles.problem} role="alert">
          The runs can’t be read: {messageOf(joined.error)}
        </p>
      )}
      <GridPanels board={grid.board} joined={joined} onBoard={onBoard} isWhole={isWhole}>
        {(sections) => {
          const section = sections.at(-1);
          const isEmpty = sections.every(({ panels }) => panels.length === 0);
          return (
            <>
              {isEmpty ? (
                <p className={styles.empty}>
                  {onChange === null ? 'This grid has no panels.' : 'No panels yet.'}
                </p>
              ) : null}
              {onChange === null || section === undefined ? null : (
                <Button
                  size="small"
                  kind="quiet"
                  icon={<Plus aria-hidden />}
                  onClick={() => setAdding(true)}
                >
                  Add panels
                </Button>
              )}
              {onChange !== null && section === undefined ? (
                <Button size="small" onClick={() => onChange(withFirstSection)}>
                  Add a section
                </Button>
              ) : null}
              {isAdding && section !== undefined ? (
                <Suspense>
                  <AddPanelDialog section={section} onClose={() => setAdding(false)} />
                </Suspense>
              ) : null}
            </>
          );
        }}
      </GridPanels>
      {grid.showsRunSets || onChange !== null ? (
        <RunSets grid={grid} read={read} onChange={onChange} />
      ) : null}
    </>
  );
}

function withFirstSection(grid: PanelGrid): PanelGrid {
  const section = { id: FIRST_SECTION, title: 'Panels', isCustom: true };
  return { ...grid, board: { ...grid.board, sections: [...grid.board.sections, section] } };
}
