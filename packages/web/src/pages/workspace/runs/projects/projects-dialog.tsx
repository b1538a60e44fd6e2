import { type AlsoFrom, MOST_ALSO_FROM, type ProjectAddress } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { ChoiceList } from '../../../../components/choice-list.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../../components/format.ts';
import { SearchField } from '../../../../components/search-field.tsx';
import { useProjects } from '../../../../data/projects.ts';
import type { RunsAction } from '../../view/runs-view.ts';
import styles from '../choices-dialog.module.css';

/** No owner and no project has a slash in its name. */
const nameOf = ({ entity, project }: ProjectAddress): string => `${entity}/${project}`;

/** Whose runs are listed beside those of the project. */
export function ProjectsDialog({
  entity,
  project,
  alsoFrom,
  dispatch,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly alsoFrom: AlsoFrom;
  readonly dispatch: (action: RunsAction) => void;
  readonly onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useProjects(null);
  const others = new Map(
    (data ?? [])
      .map(({ entity: owner, name, runCount }) => ({ entity: owner, project: name, runCount }))
      .map((one) => [nameOf(one), one]),
  );
  others.delete(nameOf({ entity, project }));
  const chosen = new Set(alsoFrom.map(nameOf));
  // A view may name projects that its reader does not see.
  const seen = alsoFrom.filter((one) => others.has(nameOf(one)));
  const unseenCount = data === undefined ? 0 : alsoFrom.length - seen.length;
  const found = [...others.keys()].filter((name) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const isFull = alsoFrom.length >= MOST_ALSO_FROM;
  const set = (projects: AlsoFrom) => dispatch({ kind: 'runs/also-from', projects });
  const toggle = (name: string) => {
    const other = others.get(name);
    if (chosen.has(name)) set(alsoFrom.filter((one) => nameOf(one) !== name));
    else if (other) set([...alsoFrom, { entity: other.entity, project: other.project }]);
  };
  return (
    <Dialog
      isOpen
      width="medium"
      title="Runs of other projects"
      description="They are listed, grouped and drawn beside the runs of this project."
      onClose={onClose}
      footer={
        <>
          <Button disabled={alsoFrom.length === 0} onClick={() => set([])}>
            Only this project
          </Button>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <SearchField
          label="Search projects"
          placeholder="Search projects"
          value={search}
          trailing={data === undefined ? '…' : `${formatCount(found.length)} found`}
          onChange={setSearch}
        />
        {error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />}
        {unseenCount === 0 ? null : (
          <p className={styles.note}>
            The view names {unseenCount === 1 ? 'a project' : `${unseenCount} projects`} that{' '}
            {unseenCount === 1 ? 'is' : 'are'} not there, or not yours to see.{' '}
            <Button size="small" onClick={() => set(seen)}>
              Leave out
            </Button>
          </p>
        )}
        <ChoiceList
          label="Projects"
          names={found}
          isChosen={(name) => chosen.has(name)}
          isDisabled={(name) => isFull && !chosen.has(name)}
          trailing={(name) => formatPlural(others.get(name)?.runCount ?? 0, 'run')}
          onToggle={toggle}
          height={360}
        />
        {data !== undefined && others.size === 0 ? (
          <p className={styles.note}>There is no other project that you may see.</p>
        ) : null}
        {isFull ? (
          <p className={styles.note}>A view takes {MOST_ALSO_FROM} projects at most.</p>
        ) : null}
      </div>
    </Dialog>
  );
}
