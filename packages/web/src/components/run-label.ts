import { otherProject, type RunRowView, runNameOf } from '@runloom/model';

type Named = Pick<RunRowView, 'displayName' | 'name'>;

/** Name of a run for people, in its own project. */
export function ownLabel({ displayName, name }: Named): string {
  return displayName.trim() === '' ? runNameOf(name) : displayName;
}

/** The same where runs of several projects stand beside each other. */
export function runLabel(run: Named): string {
  const other = otherProject(run.name);
  return other === null ? ownLabel(run) : `${ownLabel(run)} · ${other.entity}/${other.project}`;
}
