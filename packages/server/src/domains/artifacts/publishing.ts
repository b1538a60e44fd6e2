import type { Actor } from '../accounts/index.ts';
import type { GoneArtifact, Live } from '../live/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Artifacts } from './interface.ts';
import type { Membership, VersionId } from './types.ts';

/**
 * The same artifacts, whose changes are told to who watches the projects that show them: the one that
 * a version was made in, and those that it is linked into. While nobody watches it costs nothing.
 */
export function publishChanges(
  artifacts: Artifacts,
  live: Pick<Live, 'publish' | 'subscriberCount'>,
): Artifacts {
  const tell = (projectId: ProjectId, gone: readonly GoneArtifact[] = []): void =>
    live.publish({ kind: 'artifacts', projectId, gone });

  async function placesOf(actor: Actor, id: VersionId): Promise<readonly Membership[]> {
    if (live.subscriberCount === 0) return [];
    // Only who watches has the worse of it: the change itself must not fail for it.
    return artifacts.membershipsOf(actor, id).catch(() => []);
  }

  function tellPlaces(places: readonly Membership[]): void {
    for (const id of new Set(places.map(({ collection }) => collection.projectId))) tell(id);
  }

  /** Makes the change, then tells where the version stands by then. */
  async function changing<T>(actor: Actor, id: VersionId, change: () => Promise<T>): Promise<T> {
    const outcome = await change();
    tellPlaces(await placesOf(actor, id));
    return outcome;
  }

  /** The same for what concerns the page of one project, which the outcome names. */
  async function telling<T>(change: Promise<T>, projectOf: (outcome: T) => ProjectId): Promise<T> {
    const outcome = await change;
    tell(projectOf(outcome));
    return outcome;
  }

  const goneOf = ({ collection, index }: Membership): GoneArtifact => ({
    artifact: collection.name,
    version: `v${index}`,
  });

  return {
    ...artifacts,

    commit: (actor, id) => changing(actor, id, () => artifacts.commit(actor, id)),
    addAliases: (actor, id, aliases) =>
      changing(actor, id, () => artifacts.addAliases(actor, id, aliases)),
    deleteAliases: (actor, id, aliases) =>
      changing(actor, id, () => artifacts.deleteAliases(actor, id, aliases)),
    updateVersion: (actor, id, change) =>
      changing(actor, id, () => artifacts.updateVersion(actor, id, change)),
    link: (actor, source, target, aliases) =>
      changing(actor, source, () => artifacts.link(actor, source, target, aliases)),

    use: (actor, id, run) => telling(artifacts.use(actor, id, run), ({ projectId }) => projectId),

    async unlink(actor, id, portfolio) {
      const before = await placesOf(actor, id);
      await artifacts.unlink(actor, id, portfolio);
      for (const place of before) {
        const { collection } = place;
        tell(collection.projectId, collection.id === portfolio ? [goneOf(place)] : []);
      }
    },

    async removeVersion(actor, id, options) {
      const before = await placesOf(actor, id);
      const version = await artifacts.removeVersion(actor, id, options);
      for (const place of before) tell(place.collection.projectId, [goneOf(place)]);
      return version;
    },

    async removeOutputs(actor, run) {
      const count = await artifacts.removeOutputs(actor, run);
      if (count > 0) tell(run.projectId);
      return count;
    },

    async updateCollection(actor, id, change) {
      const { collection: before } = await artifacts.getCollection(actor, id, 'read');
      const collection = await artifacts.updateCollection(actor, id, change);
      const isRenamed = before.name !== collection.name;
      tell(collection.projectId, isRenamed ? [{ artifact: before.name, version: null }] : []);
      return collection;
    },

    moveCollection: (actor, id, typeName) =>
      telling(artifacts.moveCollection(actor, id, typeName), ({ projectId }) => projectId),

    async tagCollection(actor, id, change) {
      const { collection } = await artifacts.getCollection(actor, id, 'read');
      return telling(artifacts.tagCollection(actor, id, change), () => collection.projectId);
    },

    async removeCollection(actor, id) {
      const collection = await artifacts.removeCollection(actor, id);
      tell(collection.projectId, [{ artifact: collection.name, version: null }]);
      return collection;
    },

    restoreCollection: (actor, project, id) =>
      telling(artifacts.restoreCollection(actor, project, id), () => project.id),
    restoreVersion: (actor, project, id) =>
      telling(artifacts.restoreVersion(actor, project, id), () => project.id),
    purgeVersion: (actor, project, id) =>
      telling(artifacts.purgeVersion(actor, project, id), () => project.id),
    purgeCollection: (actor, project, id) =>
      telling(artifacts.purgeCollection(actor, project, id), () => project.id),
  };
}
