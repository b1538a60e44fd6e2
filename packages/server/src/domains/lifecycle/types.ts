import type { Actor } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';
import type { Run, RunId } from '../runs/index.ts';

/** What was removed for good. */
export interface Freed {
  readonly runs: number;
  readonly files: number;
  /** Bytes of contents that no other run has. */
  readonly fileBytes: number;
  /** Bytes of rows, points and lines, before compression. */
  readonly rowBytes: number;
}

/** What happens to whole runs and touches several rooms. */
export interface Lifecycle {
  /** How long a deleted run can be taken back, milliseconds. */
  readonly retentionMs: number;
  /**
   * Moves a run that is over to another project, with its keys.
   * @throws RunloomError('conflict') while it runs, or when the other project has a run of this name
   */
  move(
    actor: Actor,
    project: Project,
    name: string,
    target: { entityName: string; projectName: string },
  ): Promise<{ run: Run; project: Project }>;
  /** Removes a run of the project's trash for good. @throws RunloomError('not_found') when it is not there */
  purge(actor: Actor, project: Project, id: RunId): Promise<Freed>;
  /** Removes what has been in the trash for longer than `retentionMs`. */
  purgeExpired(): Promise<Freed>;
}
