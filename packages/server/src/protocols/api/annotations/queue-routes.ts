import {
  AnnotationQueueChange,
  AnnotationQueueInput,
  AnnotationQueueList,
  AnnotationQueueView,
} from '@runloom/model';
import type { z } from 'zod';
import type { Actor, UserId } from '../../../domains/accounts/index.ts';
import type { AnnotationQueue } from '../../../domains/annotations/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { queueViews } from './queue-views.ts';

export const QUEUES = '/projects/{entity}/{project}/annotation-queues';

/** Queues of calls for people to judge: what they ask for, of whom, and how far it is. */
export function queueRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, annotations, reviews } = deps;

  const viewOf = async (actor: Actor, project: Project, queue: AnnotationQueue) => {
    const [view] = await queueViews(deps, actor, project, [queue]);
    if (view === undefined) throw new Error('A queue has a view.');
    return view;
  };

  const userIds = async (names: readonly string[]): Promise<UserId[]> => {
    const ids = [];
    for (const name of new Set(names)) {
      const user = await accounts.findUser(name);
      if (user === null) throw invalid(`There is no user "${name}".`);
      ids.push(user.id);
    }
    return ids;
  };

  const refsOf = async (
    actor: Actor,
    project: Project,
    fields: z.output<typeof AnnotationQueueInput>['fields'],
  ): Promise<string[]> => {
    const refs = [];
    for (const field of fields) {
      refs.push('ref' in field ? field.ref : await reviews.publishField(actor, project, field));
    }
    return [...new Set(refs)];
  };

  return [
    defineRoute({
      method: 'GET',
      path: QUEUES,
      summary: 'Queues of calls that wait for people to judge them, with how far they are',
      policy: 'checked-by-domain',
      answer: { json: AnnotationQueueList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const queues = await annotations.listQueues(project.id);
        return { queues: await queueViews(deps, actor, project, queues) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: QUEUES,
      summary: 'Make a queue; new fields are published with it',
      policy: 'checked-by-domain',
      body: AnnotationQueueInput,
      answer: { json: AnnotationQueueView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const { fields, annotators, ...settings } = body;
        const queue = await annotations.createQueue(actor, project.id, {
          ...settings,
          annotators: await userIds(annotators),
          scorerRefs: await refsOf(actor, project, fields),
        });
        reply.code(201);
        return viewOf(actor, project, queue);
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${QUEUES}/{queue}`,
      summary: 'A queue with how far it and each person is',
      policy: 'checked-by-domain',
      answer: { json: AnnotationQueueView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        return viewOf(actor, project, await annotations.getQueue(project.id, params.queue));
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${QUEUES}/{queue}`,
      summary: 'Change what a queue is called, asks for, of whom and how many; answers stay',
      policy: 'checked-by-domain',
      body: AnnotationQueueChange,
      answer: { json: AnnotationQueueView },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const { fields, annotators, name, description, perItem } = body;
        const queue = await annotations.updateQueue(project.id, params.queue, {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(perItem === undefined ? {} : { perItem }),
          ...(annotators === undefined ? {} : { annotators: await userIds(annotators) }),
          ...(fields === undefined ? {} : { scorerRefs: await refsOf(actor, project, fields) }),
        });
        return viewOf(actor, project, queue);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${QUEUES}/{queue}`,
      summary: 'Delete a queue; what was said of its calls stays with them',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        await annotations.removeQueue(project.id, params.queue);
      },
    }),
  ];
}
