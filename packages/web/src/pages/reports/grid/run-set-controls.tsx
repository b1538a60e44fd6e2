import type { ReportRunSet } from '@runloom/model';
import { Ellipsis, FolderPlus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { useSession } from '../../../data/session.ts';
import { ColourControl } from '../../workspace/runs/controls/colour-control.tsx';
import { GroupControl } from '../../workspace/runs/controls/group-control.tsx';
import { SortControl } from '../../workspace/runs/controls/sort-control.tsx';
import { FilterBar } from '../../workspace/runs/filter/filter-bar.tsx';
import type { RunList } from '../../workspace/runs/list/use-run-list.ts';
import type { RunsAction } from '../../workspace/view/runs-view.ts';
import { placeOf } from '../place-of.ts';
import styles from './grid.module.css';

const ProjectsDialog = lazy(async () => ({
  default: (await import('../../workspace/runs/projects/projects-dialog.tsx')).ProjectsDialog,
}));

/** Which runs a run set holds, how they are grouped, sorted and coloured, and its menu. */
export function RunSetControls({
  set,
  list,
  dispatch,
  onRemove,
}: {
  readonly set: ReportRunSet;
  readonly list: RunList;
  readonly dispatch: (action: RunsAction) => void;
  readonly onRemove: (() => void) | null;
}) {
  const user = useSession().data?.user?.username ?? null;
  const [isChoosing, setChoosing] = useState(false);
  const { entity, project } = placeOf(set.project);
  return (
    <div className={styles.controls}>
      <FilterBar
        entity={entity}
        project={project}
        text={set.runs.filter}
        user={user}
        dispatch={dispatch}
      />
      <GroupControl list={list} dispatch={dispatch} />
      <SortControl list={list} dispatch={dispatch} />
      <ColourControl list={list} dispatch={dispatch} />
      <Menu
        align="end"
        trigger={
          <IconButton size="small" label={`Menu of ${set.name}`} icon={<Ellipsis aria-hidden />} />
        }
      >
        {[5, 10, 20, 50].map((count) => (
          <MenuItem key={count} onSelect={() => dispatch({ kind: 'runs/first', count })}>
            Draw the first {count}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'all' })}>Draw all</MenuItem>
        <MenuItem icon={<FolderPlus aria-hidden />} onSelect={() => setChoosing(true)}>
          Runs of other projects…
        </MenuItem>
        {onRemove === null ? null : (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={onRemove}>
            Remove the run set
          </MenuItem>
        )}
      </Menu>
      {isChoosing ? (
        <Suspense>
          <ProjectsDialog
            entity={entity}
            project={project}
            alsoFrom={set.runs.alsoFrom}
            dispatch={dispatch}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
