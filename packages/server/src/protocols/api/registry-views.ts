import type { RegistryVersionList, RegistryView } from '@runloom/model';
import type { Actor, Entity, Organization } from '../../domains/accounts/index.ts';
import type { Collection, FoundPortfolio, Membership } from '../../domains/artifacts/index.ts';
import { type Project, REGISTRY_PREFIX } from '../../domains/projects/index.ts';
import type { Registry } from '../../domains/registries/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';

/** @throws RunloomError('not_found') when the actor is no member */
export async function ownerOf(
  { accounts }: Pick<ApiDeps, 'accounts'>,
  actor: Actor,
  name: string,
): Promise<{ organization: Organization; entity: Entity }> {
  const organization = await accounts.findOrganization(actor, name);
  const entity = organization && (await accounts.entityOfOrganization(organization.id));
  if (!organization || !entity) throw notFound(`The organization ${name}`);
  return { organization, entity };
}

export interface RegistryAddress {
  readonly organization: string;
  readonly name: string;
}

/** @throws RunloomError('not_found') when there is none that the actor may see */
export async function findRegistry(
  deps: ApiDeps,
  actor: Actor,
  address: RegistryAddress,
): Promise<{ project: Project; registry: Registry; organization: Organization }> {
  const { organization, entity } = await ownerOf(deps, actor, address.organization);
  const name = `${REGISTRY_PREFIX}${address.name}`;
  const project = await deps.projects.find(actor, entity.name, name, 'read');
  const settings = await deps.registries.settingsOf(project);
  if (settings === null) throw notFound(`The registry ${address.name}`);
  return { project, registry: { project, settings }, organization };
}

/** @throws RunloomError('not_found') */
export async function findRegistryCollection(
  deps: ApiDeps,
  actor: Actor,
  address: RegistryAddress & { readonly collection: string },
): Promise<{ project: Project; collection: Collection }> {
  const { project } = await findRegistry(deps, actor, address);
  const collection = await deps.artifacts.findCollection(project, address.collection);
  if (collection === null) {
    throw notFound(`The collection ${address.collection} of the registry ${address.name}`);
  }
  return { project, collection };
}

/** Registries of one organization, with what they hold and what the actor may do. */
export async function registryViews(
  { accounts, artifacts }: Pick<ApiDeps, 'accounts' | 'artifacts'>,
  actor: Actor,
  organization: Organization,
  registries: readonly Registry[],
): Promise<RegistryView[]> {
  const counts = await artifacts.countPortfolios(registries.map(({ project }) => project.id));
  return Promise.all(
    registries.map(async ({ project, settings }) => {
      const resource = { kind: 'project', project } as const;
      return {
        organization: organization.name,
        entity: project.entityName,
        project: project.name,
        name: project.name.slice(REGISTRY_PREFIX.length),
        description: project.description,
        visibility: project.visibility === 'private' ? 'restricted' : 'organization',
        allowsAllTypes: settings.allowsAllTypes,
        types: [...settings.types],
        protectedAliases: [...settings.protectedAliases],
        collectionCount: counts.get(project.id)?.collections ?? 0,
        versionCount: counts.get(project.id)?.versions ?? 0,
        canWrite: await accounts.may(actor, 'write', resource),
        canManage: await accounts.may(actor, 'manage', resource),
        createdAt: project.createdAt,
        updatedAt: project.updatedAt,
      };
    }),
  );
}

export async function registryView(
  deps: Pick<ApiDeps, 'accounts' | 'artifacts'>,
  actor: Actor,
  organization: Organization,
  registry: Registry,
): Promise<RegistryView> {
  const [view] = await registryViews(deps, actor, organization, [registry]);
  if (view === undefined) throw notFound('The registry');
  return view;
}

export const portfolioView = (found: FoundPortfolio) => ({
  name: found.collection.name,
  type: found.collection.typeName,
  description: found.collection.description,
  tags: [...found.tags],
  aliases: found.aliases.map(({ alias, index }) => ({ alias, version: `v${index}` })),
  versionCount: found.versionCount,
  latest: found.latest && `v${found.latest.index}`,
  lastLinkedAt: found.latest?.linkedAt ?? null,
  updatedAt: found.collection.updatedAt,
});

/** A link with where it leads to, as far as the actor may know. */
export async function linkedView(
  { accounts, artifacts, projects, runs }: ApiDeps,
  actor: Actor,
  membership: Membership,
): Promise<RegistryVersionList['versions'][number]> {
  const { version, collection, index, createdBy } = membership;
  const aliases = await artifacts.aliasesOf(version.id);
  const home = await projects.get(actor, version.projectId, 'read').catch(() => null);
  const made =
    version.runId === null ? null : await runs.get(actor, version.runId, 'read').catch(() => null);
  const linker = createdBy === null ? null : await accounts.getUser(createdBy);
  return {
    version: `v${index}`,
    aliases: aliases
      .filter(({ collectionId }) => collectionId === collection.id)
      .map(({ alias }) => alias),
    tags: [...(await artifacts.tagsOf(version.id))],
    sizeBytes: version.sizeBytes,
    fileCount: version.fileCount,
    description: version.description,
    createdAt: version.createdAt,
    linkedAt: membership.createdAt,
    linkedBy: linker?.username ?? null,
    source: home && {
      entity: home.entityName,
      project: home.name,
      artifact: version.collectionName,
      version: `v${version.index ?? 0}`,
    },
    run: made && { name: made.run.name, displayName: made.run.displayName },
  };
}
