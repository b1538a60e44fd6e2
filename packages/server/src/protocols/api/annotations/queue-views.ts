import type { AnnotationQueueView } from '@runloom/model';
import type { z } from 'zod';
import type { Accounts, Actor, UserId } from '../../../domains/accounts/index.ts';
import type {
  AnnotationQueue,
  Annotations,
  ItemState,
  Reviews,
} from '../../../domains/annotations/index.ts';
import type { Project } from '../../../domains/projects/index.ts';

export interface QueueViewDeps {
  readonly accounts: Pick<Accounts, 'usernames'>;
  readonly annotations: Pick<Annotations, 'progress'>;
  readonly reviews: Pick<Reviews, 'fields'>;
}

/** Queues as pages show them. */
export async function queueViews(
  { accounts, annotations, reviews }: QueueViewDeps,
  actor: Actor,
  project: Project,
  queues: readonly AnnotationQueue[],
): Promise<z.input<typeof AnnotationQueueView>[]> {
  const progress = await annotations.progress(
    project.id,
    queues.map(({ id }) => id),
  );
  const names = await accounts.usernames([
    ...queues.flatMap(({ createdBy, annotators }) => [createdBy, ...annotators]),
    ...[...progress.values()].flatMap(({ annotators }) => [...annotators.keys()]),
  ]);
  const nameOf = (id: UserId): string => names.get(id) ?? '';
  const views = [];
  for (const queue of queues) {
    const { annotators, createdBy } = queue;
    const own = progress.get(queue.id);
    views.push({
      id: queue.id,
      name: queue.name,
      description: queue.description,
      fields: [...(await reviews.fields(project, queue))],
      annotators: annotators.map(nameOf),
      perItem: queue.perItem,
      createdBy: createdBy === null ? null : nameOf(createdBy),
      createdAt: queue.createdAt,
      updatedAt: queue.updatedAt,
      items: own?.total ?? 0,
      states: countsOf(own?.states),
      people: [...(own?.annotators ?? [])].map(([user, states]) => ({
        user: nameOf(user),
        states: countsOf(states),
      })),
      isAsked:
        actor.kind === 'user' && (annotators.length === 0 || annotators.includes(actor.userId)),
    });
  }
  return views;
}

const countsOf = (states: Readonly<Record<ItemState, number>> | undefined) => ({
  unstarted: states?.unstarted ?? 0,
  inProgress: states?.in_progress ?? 0,
  completed: states?.completed ?? 0,
  skipped: states?.skipped ?? 0,
});
