import {
  AlsoFromText,
  EntityView,
  MetricKeys,
  ProjectInput,
  ProjectList,
  ProjectView,
} from '@runloom/model';
import { z } from 'zod';
import type { Actor, Entity, Role } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { notFound } from '../../platform/errors.ts';
import { entityView, projectView } from './account-views.ts';
import type { ApiDeps } from './deps.ts';
import { findPerson } from './find-person.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing } from './run-listing.ts';

/** Owners of projects, projects, and the names of their metrics. */
export function projectRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, metrics } = deps;
  const view = async (actor: Actor, project: Project) =>
    projectView(accounts, actor, await projects.overview(project));

  /** An outsider sees an owner only through a project of it that they may see, or as a colleague. */
  async function roleIn(actor: Actor, entity: Entity): Promise<Role | null> {
    const own = (await accounts.listEntities(actor)).find(
      (listed) => listed.entity.id === entity.id,
    );
    if (own !== undefined) return own.role;
    if ((await projects.list(actor, entity)).length > 0) return 'viewer';
    // People see those they share a team or an organization with, whatever they share of their own.
    if (entity.kind !== 'user') return null;
    return (await findPerson(accounts, actor, entity.name)) === null ? null : 'viewer';
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}',
      summary: 'An owner of projects: a user or a team',
      policy: 'checked-by-domain',
      answer: { json: EntityView },
      async handle({ actor, params }) {
        const entity = await accounts.findEntity(params.entity);
        const role = entity === null ? null : await roleIn(actor, entity);
        if (entity === null || role === null) throw notFound(`The entity ${params.entity}`);
        // Whose team it is is for those who may see the team itself.
        const isInside = await accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id });
        return entityView(accounts, isInside ? entity : { ...entity, organizationId: null }, role);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects',
      summary: 'Projects you may see, most recently active first',
      policy: 'checked-by-domain',
      query: z.object({ entity: z.string().optional() }),
      answer: { json: ProjectList },
      async handle({ actor, query }) {
        const entity = query.entity === undefined ? null : await accounts.findEntity(query.entity);
        if (query.entity !== undefined && entity === null) {
          throw notFound(`The entity ${query.entity}`);
        }
        const listed = await projects.list(actor, ...(entity === null ? [] : [entity]));
        return {
          projects: await Promise.all(
            listed.map((project) => projectView(accounts, actor, project)),
          ),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}',
      summary: 'One project',
      policy: 'checked-by-domain',
      answer: { json: ProjectView },
      handle: async ({ actor, params }) =>
        view(actor, await projects.find(actor, params.entity, params.project, 'read')),
    }),
    defineRoute({
      method: 'PUT',
      path: '/projects/{entity}/{project}',
      summary: 'Create a project or change its settings',
      policy: 'checked-by-domain',
      body: ProjectInput,
      answer: { json: ProjectView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const change = {
          ...(body.visibility === undefined ? {} : { visibility: body.visibility }),
          ...(body.description === undefined ? {} : { description: body.description }),
        };
        const put = await projects.put(actor, params.entity, params.project, change);
        reply.code(put.created ? 201 : 200);
        return view(actor, put.value);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/projects/{entity}/{project}',
      summary: 'Move a project to the trash',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        await projects.remove(actor, params.entity, params.project);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/metric-keys',
      summary: 'Every metric ever logged in a project',
      policy: 'checked-by-domain',
      query: z.object({ also: AlsoFromText }),
      answer: { json: MetricKeys },
      async handle({ actor, params, query }) {
        const listing = await findListing(deps, actor, params, query.also);
        const lists = await Promise.all(listing.projects.map(({ id }) => metrics.listKeys(id)));
        const sorted = (keys: readonly string[]) => [...new Set(keys)].sort();
        return {
          history: sorted(lists.flatMap(({ history }) => history)),
          system: sorted(lists.flatMap(({ system }) => system)),
        };
      },
    }),
  ];
}
