import {
  ArtifactConsequences,
  ArtifactRemovalQuestion,
  ArtifactVersionsRemoval,
  ArtifactVersionsRemoved,
} from '@runloom/model';
import type { Membership } from '../../domains/artifacts/index.ts';
import { notFound } from '../../platform/errors.ts';
import { findCollection } from './artifact-views.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ARTIFACT = '/projects/{entity}/{project}/artifacts/{artifact}';
/** Dependents that are named; of more the number is told. */
const MOST_NAMED = 50;

/** Removing versions: first what would come of it, then several at once. */
export function artifactRemovalRoutes(deps: ApiDeps): ApiRoute[] {
  const { artifacts } = deps;

  async function membersOf(
    collection: Membership['collection'],
    names: readonly string[],
  ): Promise<readonly Membership[]> {
    const found: Membership[] = [];
    for (const name of new Set(names)) {
      const member = await artifacts.findMember(collection, name);
      if (member === null) throw notFound(`The artifact ${collection.name}:${name}`);
      found.push(member);
    }
    return found;
  }

  return [
    defineRoute({
      method: 'POST',
      path: `${ARTIFACT}/removal-preview`,
      summary: 'What would come of removing versions: bytes freed, and what was made with them',
      policy: 'checked-by-domain',
      reads: true,
      body: ArtifactRemovalQuestion,
      answer: { json: ArtifactConsequences },
      async handle({ actor, params, body }) {
        const { collection } = await findCollection(deps, actor, params);
        const members = body.versions && (await membersOf(collection, body.versions));
        const ids = members?.map(({ version }) => version.id) ?? null;
        const told = await artifacts.consequencesOf(actor, collection, ids);
        const { dependents, hiddenDependents, ...sums } = told;
        const things = new Map(dependents.map((edge) => [`${edge.to.kind} ${edge.to.key}`, edge]));
        const indexes = new Map(members?.map(({ version, index }) => [version.id, index]));
        const names = members
          ? [...(await artifacts.namesOf(ids ?? [])).values()].flatMap(({ aliases }) => aliases)
          : await artifacts.collectionAliases(collection.id);
        return {
          ...sums,
          aliases: names.map(({ alias, versionId, collectionId }) => ({
            version: indexes.has(versionId) ? `v${indexes.get(versionId)}` : '',
            alias,
            artifact: collectionId === collection.id ? collection.name : '',
          })),
          dependents: [...things.values()]
            .slice(0, MOST_NAMED)
            .map(({ relation, to: { kind, name, entityName, projectName, path } }) => ({
              kind,
              relation,
              name,
              entity: entityName,
              project: projectName,
              path: [...path],
            })),
          dependentCount: things.size,
          hiddenDependentCount: hiddenDependents,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${ARTIFACT}/remove-versions`,
      summary: 'Move several versions to the trash; out of a portfolio they are only taken',
      policy: 'checked-by-domain',
      body: ArtifactVersionsRemoval,
      answer: { json: ArtifactVersionsRemoved },
      async handle({ actor, params, body }) {
        const { collection } = await findCollection(deps, actor, params, 'delete');
        const members = await membersOf(collection, body.versions);
        for (const { version } of members) {
          if (collection.kind === 'portfolio') {
            await artifacts.unlink(actor, version.id, collection.id);
          } else {
            const deleteAliases = body.aliases === 'delete';
            await artifacts.removeVersion(actor, version.id, { deleteAliases });
          }
        }
        return { removed: members.length };
      },
    }),
  ];
}
