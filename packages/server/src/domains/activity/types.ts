import type { Actor, Entity, UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';

/** Something that somebody made. */
export interface ActivityEntry {
  readonly kind: 'run' | 'artifact' | 'report';
  readonly projectId: ProjectId;
  readonly entity: string;
  readonly project: string;
  readonly title: string;
  readonly name: string;
  readonly userId: UserId | null;
  readonly at: number;
}

/** What was made last, newest first, in projects that the actor may see. */
export interface Activity {
  ofEntity(actor: Actor, entity: Entity, limit: number): Promise<readonly ActivityEntry[]>;
  ofPerson(actor: Actor, person: UserId, limit: number): Promise<readonly ActivityEntry[]>;
}
