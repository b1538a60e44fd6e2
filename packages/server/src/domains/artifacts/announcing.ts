import type { Actor } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';
import type { Artifacts } from './interface.ts';
import type {
  Alias,
  ArtifactEvent,
  Collection,
  CollectionId,
  Version,
  VersionId,
} from './types.ts';

/**
 * The same artifacts, whose changes are told. What was changed is durable before it is told; a process
 * that is killed in between tells nothing.
 */
export function announceChanges(
  artifacts: Artifacts,
  deps: {
    readonly tell: (event: ArtifactEvent) => Promise<void>;
    readonly findProject: (id: Project['id']) => Promise<Project | null>;
  },
): Artifacts {
  const { tell } = deps;

  async function tellOf(
    actor: Actor,
    collection: Pick<Collection, 'id' | 'name' | 'projectId'>,
    what: Pick<ArtifactEvent, 'type' | 'alias' | 'tag'>,
    version: { readonly version: Version; readonly index: number } | null,
  ): Promise<void> {
    const project = await deps.findProject(collection.projectId);
    if (project === null) return;
    const place = `${project.entityName}/${project.name}/${collection.name}`;
    await tell({
      ...what,
      projectId: project.id,
      collectionId: collection.id,
      collectionName: collection.name,
      version:
        version === null
          ? null
          : {
              reference: referenceTo(version.version.id),
              fullName: `${place}:v${version.index}`,
              index: version.index,
              metadata: version.version.metadata,
            },
      author: actor.kind === 'user' ? actor.username : '',
    });
  }

  /** Of a version in one of its collections. */
  async function tellOfMember(
    actor: Actor,
    id: VersionId,
    collectionId: CollectionId,
    what: Pick<ArtifactEvent, 'type' | 'alias' | 'tag'>,
  ): Promise<void> {
    const memberships = await artifacts.membershipsOf(actor, id);
    const found = memberships.find(({ collection }) => collection.id === collectionId);
    if (found) await tellOf(actor, found.collection, what, found);
  }

  async function tellNewAliases(
    actor: Actor,
    id: VersionId,
    before: readonly Alias[],
  ): Promise<void> {
    const known = new Set(before.map(({ alias, collectionId }) => `${collectionId}:${alias}`));
    for (const { alias, collectionId } of await artifacts.aliasesOf(id)) {
      if (known.has(`${collectionId}:${alias}`)) continue;
      await tellOfMember(actor, id, collectionId, { type: 'ADD_ARTIFACT_ALIAS', alias });
    }
  }

  async function tellTags(actor: Actor, version: Version, before: readonly string[]) {
    const after = await artifacts.tagsOf(version.id);
    const told = (type: 'ADD_ARTIFACT_TAG' | 'REMOVE_ARTIFACT_TAG', tag: string) =>
      tellOfMember(actor, version.id, version.collectionId, { type, tag });
    for (const tag of after) if (!before.includes(tag)) await told('ADD_ARTIFACT_TAG', tag);
    for (const tag of before) if (!after.includes(tag)) await told('REMOVE_ARTIFACT_TAG', tag);
  }

  return {
    ...artifacts,

    async commit(actor, id) {
      const { version: before } = await artifacts.getVersion(actor, id, 'read');
      const version = await artifacts.commit(actor, id);
      if (before.state === 'committed') return version;
      await tellOfMember(actor, version.id, version.collectionId, { type: 'CREATE_ARTIFACT' });
      await tellNewAliases(actor, version.id, []);
      await tellTags(actor, version, []);
      return version;
    },

    async addAliases(actor, id, aliases) {
      const before = await artifacts.aliasesOf(id);
      await artifacts.addAliases(actor, id, aliases);
      await tellNewAliases(actor, id, before);
    },

    async updateVersion(actor, id, change) {
      const [aliases, tags] = [await artifacts.aliasesOf(id), await artifacts.tagsOf(id)];
      const version = await artifacts.updateVersion(actor, id, change);
      if (change.aliases) await tellNewAliases(actor, id, aliases);
      await tellTags(actor, version, tags);
      return version;
    },

    async link(actor, source, target, aliases) {
      const before = await artifacts.aliasesOf(source);
      const known = await artifacts.membershipsOf(actor, source);
      const membership = await artifacts.link(actor, source, target, aliases);
      if (!known.some(({ id }) => id === membership.id)) {
        await tellOf(actor, membership.collection, { type: 'LINK_MODEL' }, membership);
      }
      await tellNewAliases(actor, source, before);
      return membership;
    },

    async unlink(actor, id, portfolio) {
      const known = await artifacts.membershipsOf(actor, id);
      await artifacts.unlink(actor, id, portfolio);
      const gone = known.find(({ collection }) => collection.id === portfolio);
      if (gone) await tellOf(actor, gone.collection, { type: 'UNLINK_ARTIFACT' }, gone);
    },

    async tagCollection(actor, id, change) {
      const before = (await artifacts.collectionTags([id])).get(id) ?? [];
      const after = await artifacts.tagCollection(actor, id, change);
      const { collection } = await artifacts.getCollection(actor, id, 'read');
      for (const tag of after) {
        if (before.includes(tag)) continue;
        await tellOf(actor, collection, { type: 'ADD_COLLECTION_TAG', tag }, null);
      }
      for (const tag of before) {
        if (after.includes(tag)) continue;
        await tellOf(actor, collection, { type: 'REMOVE_COLLECTION_TAG', tag }, null);
      }
      return after;
    },
  };
}

/** A version as clients find it whatever it is called later (wandb 0.31, `use_artifact`). */
export const referenceTo = (id: VersionId): string =>
  `wandb-artifact://_id/${Buffer.from(`Artifact:${id}`).toString('base64')}`;
