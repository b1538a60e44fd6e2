import type { PanelGrid, ReportRunSet } from '@runloom/model';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { formatPlural } from '../../../components/format.ts';
import styles from './grid.module.css';
import { newRunSet } from './grid-state.ts';
import type { ReadRunSet } from './run-set-source.tsx';
import { RunSetView } from './run-set-view.tsx';

/** The run sets of a grid below its panels; folded until somebody looks. */
export function RunSets({
  grid,
  read,
  onChange,
}: {
  readonly grid: PanelGrid;
  readonly read: ReadonlyMap<string, ReadRunSet>;
  readonly onChange: ((change: (before: PanelGrid) => PanelGrid) => void) | null;
}) {
  const [isOpen, setOpen] = useState(false);
  const shownCount = grid.runSets
    .filter(({ isOn }) => isOn)
    .reduce((sum, { id }) => sum + (read.get(id)?.list.drawn.length ?? 0), 0);
  const change = (id: string, next: (set: ReportRunSet) => ReportRunSet) =>
    onChange?.((before) => ({
      ...before,
      runSets: before.runSets.map((set) => (set.id === id ? next(set) : set)),
    }));
  const add = () =>
    onChange?.((before) => {
      const project = before.runSets.at(-1)?.project ?? '';
      const name = `Run set ${before.runSets.length + 1}`;
      return { ...before, runSets: [...before.runSets, newRunSet(project, name)] };
    });
  return (
    <details
      className={styles.runSets}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={styles.summary}>
        {formatPlural(grid.runSets.length, 'run set')} · {formatPlural(shownCount, 'run')} drawn
      </summary>
      {isOpen ? (
        <>
          {grid.runSets.map((set) => (
            <RunSetView
              key={set.id}
              set={set}
              read={read.get(set.id) ?? null}
              onChange={onChange === null ? null : (next) => change(set.id, next)}
              onRemove={
                onChange === null || grid.runSets.length < 2
                  ? null
                  : () =>
                      onChange((before) => ({
                        ...before,
                        runSets: before.runSets.filter(({ id }) => id !== set.id),
                      }))
              }
            />
          ))}
          {onChange === null ? null : (
            <Button size="small" kind="quiet" icon={<Plus aria-hidden />} onClick={add}>
              Add a run set
            </Button>
          )}
        </>
      ) : null}
    </details>
  );
}
