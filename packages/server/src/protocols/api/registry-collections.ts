import {
  AliasHistory,
  ArtifactLink,
  ArtifactLinkInput,
  RegistryCollectionList,
  RegistryVersionList,
} from '@runloom/model';
import { z } from 'zod';
import { findVersion } from './artifact-views.ts';
import type { ApiDeps } from './deps.ts';
import {
  findRegistry,
  findRegistryCollection,
  linkedView,
  portfolioView,
} from './registry-views.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const COLLECTIONS = '/organizations/{organization}/registries/{name}/collections';

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1024).optional(),
});

/** What stands in a registry, how it came there, and putting more into it. */
export function registryCollectionRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, artifacts, projects } = deps;

  return [
    defineRoute({
      method: 'GET',
      path: COLLECTIONS,
      summary:
        'Collections of a registry, last changed first; with a text in names, descriptions, tags, aliases or metadata',
      policy: 'signed-in',
      query: Page.extend({
        type: z.string().max(128).optional(),
        search: z.string().max(256).optional(),
      }),
      answer: { json: RegistryCollectionList },
      async handle({ actor, params, query }) {
        const { project } = await findRegistry(deps, actor, params);
        const { type, search, limit, cursor } = query;
        const page = await artifacts.searchPortfolios(project, {
          ...(search !== undefined && { text: search }),
          ...(type !== undefined && { typeName: type }),
          first: limit,
          after: cursor ?? null,
        });
        const types = await artifacts.listTypes(project);
        return {
          collections: page.found.map(portfolioView),
          types: types.map(({ name, collectionCount }) => ({ name, collectionCount })),
          totalCount: page.totalCount,
          nextCursor: page.nextCursor,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${COLLECTIONS}/{collection}/versions`,
      summary:
        'Versions that are linked into a collection, newest first, with where they come from',
      policy: 'signed-in',
      query: Page,
      answer: { json: RegistryVersionList },
      async handle({ actor, params, query }) {
        const { collection } = await findRegistryCollection(deps, actor, params);
        const page = await artifacts.listMembers(collection, {
          first: query.limit,
          after: query.cursor ?? null,
        });
        const versions = await Promise.all(
          page.memberships.map((membership) => linkedView(deps, actor, membership)),
        );
        return { versions, totalCount: page.totalCount, nextCursor: page.nextCursor };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${COLLECTIONS}/{collection}/alias-history`,
      summary: 'Who gave an alias to which version of a collection, and when; last first',
      policy: 'signed-in',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        before: z.coerce.number().int().positive().optional(),
      }),
      answer: { json: AliasHistory },
      async handle({ actor, params, query }) {
        const { collection } = await findRegistryCollection(deps, actor, params);
        const page = { first: query.limit, before: query.before ?? null };
        const { moves, nextBefore } = await artifacts.listAliasMoves(collection, page);
        const names = await accounts.usernames(moves.map(({ by }) => by));
        return {
          moves: moves.map(({ id, alias, from, to, by, at }) => ({
            id,
            alias,
            from: from === null ? null : `v${from}`,
            to: to === null ? null : `v${to}`,
            by: by === null ? null : (names.get(by) ?? null),
            at,
          })),
          nextBefore,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/artifacts/{artifact}/versions/{version}/links',
      summary: 'Link a version into a collection of a registry, which is made when it is missing',
      policy: 'checked-by-domain',
      body: ArtifactLinkInput,
      answer: { json: ArtifactLink, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const { membership } = await findVersion(deps, actor, params);
        // It must be there: a typing error must not make a project.
        const target = await projects.find(actor, body.entity, body.project, 'write');
        const made = await artifacts.link(
          actor,
          membership.version.id,
          {
            entityName: target.entityName,
            projectName: target.name,
            portfolioName: body.collection,
          },
          body.aliases,
        );
        reply.code(201);
        return {
          entity: target.entityName,
          project: target.name,
          collection: made.collection.name,
          version: `v${made.index}`,
        };
      },
    }),
  ];
}
