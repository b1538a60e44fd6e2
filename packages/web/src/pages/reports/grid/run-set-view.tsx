import type { ReportRunSet } from '@runloom/model';
import { Eye, EyeOff } from 'lucide-react';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { AlsoFromContext } from '../../../data/also-from.ts';
import { useProjects } from '../../../data/projects.ts';
import { type RunsAction, reduceRuns } from '../../workspace/view/runs-view.ts';
import styles from './grid.module.css';
import { RunSetControls } from './run-set-controls.tsx';
import { RunSetRuns } from './run-set-runs.tsx';
import type { ReadRunSet } from './run-set-source.tsx';

type Change = (next: (set: ReportRunSet) => ReportRunSet) => void;

/** One run set: which runs it holds, in what order, which of them are drawn. */
export function RunSetView({
  set,
  read,
  onChange,
  onRemove,
}: {
  readonly set: ReportRunSet;
  /** Null until its runs were read, and while it is switched off. */
  readonly read: ReadRunSet | null;
  readonly onChange: Change | null;
  readonly onRemove: (() => void) | null;
}) {
  const list = read?.list ?? null;
  const dispatch = (action: RunsAction) =>
    onChange?.((before) => ({ ...before, runs: reduceRuns(before.runs, action) }));
  return (
    <section className={styles.runSet} aria-label={shownText(set.name)}>
      <div className={styles.runSetHead}>
        <IconButton
          size="small"
          label={set.isOn ? `Don’t draw ${set.name}` : `Draw ${set.name}`}
          isPressed={set.isOn}
          disabled={onChange === null}
          icon={set.isOn ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          onClick={() => onChange?.((before) => ({ ...before, isOn: !before.isOn }))}
        />
        <InlineEdit
          label="Name of the run set"
          value={set.name}
          maxLength={256}
          isRequired
          canEdit={onChange !== null}
          onSave={(name) => onChange?.((before) => ({ ...before, name }))}
        >
          <strong className={styles.runSetName}>
            <bdi>{shownText(set.name)}</bdi>
          </strong>
        </InlineEdit>
        {onChange === null ? (
          <span className={styles.runSetProject}>
            <bdi>{shownText(set.project)}</bdi>
          </span>
        ) : (
          <ProjectChoice set={set} onChange={onChange} />
        )}
        {onChange === null || list === null ? null : (
          <AlsoFromContext value={set.runs.alsoFrom}>
            <RunSetControls set={set} list={list} dispatch={dispatch} onRemove={onRemove} />
          </AlsoFromContext>
        )}
      </div>
      {list === null || !set.isOn ? null : (
        <AlsoFromContext value={set.runs.alsoFrom}>
          <RunSetRuns list={list} dispatch={onChange === null ? null : dispatch} />
        </AlsoFromContext>
      )}
    </section>
  );
}

function ProjectChoice({
  set,
  onChange,
}: {
  readonly set: ReportRunSet;
  readonly onChange: Change;
}) {
  const projects = useProjects(null).data ?? [];
  const names = new Set([set.project, ...projects.map(({ entity, name }) => `${entity}/${name}`)]);
  return (
    <select
      className={fieldBoxClass}
      aria-label={`Project of ${set.name}`}
      value={set.project}
      onChange={({ target }) =>
        // Names of runs mean nothing in another project.
        onChange((before) => ({
          ...before,
          project: target.value,
          runs: { ...before.runs, shown: [], hidden: [], pinned: [], baseline: null },
        }))
      }
    >
      {[...names].map((name) => (
        <option key={name} value={name}>
          {shownText(name)}
        </option>
      ))}
    </select>
  );
}
