import { type DragEvent, lazy, Suspense, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { useBoard } from '../board-context.ts';
import type { Section } from '../sections.ts';
import styles from './section-heading.module.css';

const AddPanelDialog = lazy(async () => ({
  default: (await import('../add-panel/add-panel-dialog.tsx')).AddPanelDialog,
}));

/** What stands in a section that has no panels yet: panels can be dropped on it. */
export function EmptySection({ section }: { readonly section: Section }) {
  const { dispatch, drag } = useBoard();
  const [isTarget, setTarget] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (drag.panel() === null) return;
    event.preventDefault();
    setTarget(true);
  };
  const onDrop = (event: DragEvent) => {
    const panel = drag.panel();
    setTarget(false);
    if (panel === null) return;
    event.preventDefault();
    dispatch({ kind: 'panel/move', panel, section: section.id, order: [panel] });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging; the panel's menu does the same by keyboard
    <div
      className={classNames(styles.empty, isTarget && styles.target)}
      onDragOver={onDragOver}
      onDragLeave={() => setTarget(false)}
      onDrop={onDrop}
    >
      <span>No panels here yet. Drag some here, or</span>
      <Button size="small" onClick={() => setAdding(true)}>
        Add a panel
      </Button>
      {isAdding ? (
        <Suspense>
          <AddPanelDialog section={section} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
