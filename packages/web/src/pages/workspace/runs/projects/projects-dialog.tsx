import type { AlsoFrom, ProjectAddress } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatCount } from '../../../../components/format.ts';
import { SearchField } from '../../../../components/search-field.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { useProjects } from '../../../../data/projects.ts';
import type { RunsAction } from '../../view/runs-view.ts';
import choices from '../choices-dialog.module.css';
import styles from './projects-dialog.module.css';

/** As many as a view may have. */
const MOST_PROJECTS = 10;

const isSameProject = (a: ProjectAddress, b: ProjectAddress): boolean =>
  a.entity === b.entity && a.project === b.project;

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
  const others = (data ?? [])
    .map(({ entity: owner, name, runCount }) => ({ entity: owner, project: name, runCount }))
    .filter((one) => !isSameProject(one, { entity, project }));
  // A view may name projects that its reader does not see.
  const unseen =
    data === undefined
      ? []
      : alsoFrom.filter((one) => !others.some((other) => isSameProject(one, other)));
  const found = others.filter((one) =>
    `${one.entity}/${one.project}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const isFull = alsoFrom.length >= MOST_PROJECTS;
  const set = (projects: AlsoFrom) => dispatch({ kind: 'runs/also-from', projects });
  const without = (one: ProjectAddress) => alsoFrom.filter((other) => !isSameProject(one, other));
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
      <div className={choices.body}>
        <SearchField
          label="Search projects"
          placeholder="Search projects"
          value={search}
          trailing={data === undefined ? '…' : `${formatCount(found.length)} found`}
          onChange={setSearch}
        />
        {error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />}
        {unseen.length === 0 ? null : (
          <p className={choices.note}>
            The view names {unseen.length === 1 ? 'a project' : `${unseen.length} projects`} that{' '}
            {unseen.length === 1 ? 'is' : 'are'} not there, or not yours to see.{' '}
            <Button
              size="small"
              onClick={() => set(alsoFrom.filter((one) => !unseen.includes(one)))}
            >
              Leave out
            </Button>
          </p>
        )}
        <ul className={choices.list} aria-label="Projects">
          {found.map((one) => {
            const isChosen = alsoFrom.some((other) => isSameProject(one, other));
            return (
              <li key={`${one.entity}/${one.project}`}>
                <label className={choices.choice}>
                  <input
                    type="checkbox"
                    checked={isChosen}
                    disabled={isFull && !isChosen}
                    onChange={() =>
                      set(
                        isChosen
                          ? without(one)
                          : [...alsoFrom, { entity: one.entity, project: one.project }],
                      )
                    }
                  />
                  <Truncated text={`${one.entity}/${one.project}`} className={styles.name} />
                  <span className={styles.count}>
                    {formatCount(one.runCount)} {one.runCount === 1 ? 'run' : 'runs'}
                  </span>
                </label>
              </li>
            );
          })}
        </ul>
        {data !== undefined && others.length === 0 ? (
          <p className={choices.note}>There is no other project that you may see.</p>
        ) : null}
        {isFull ? (
          <p className={choices.note}>A view takes {MOST_PROJECTS} projects at most.</p>
        ) : null}
      </div>
    </Dialog>
  );
}
