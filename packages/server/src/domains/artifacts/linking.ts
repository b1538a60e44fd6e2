import { notFound, RunloomError } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';
import { listAliases, moveLatest, setAliases, takeAliases } from './alias-store.ts';
import { addMember, ensureCollection, ensureType, findCollection } from './collection-store.ts';
import type { Versions } from './interface.ts';
import { checkAlias, checkName } from './names.ts';
import {
  type ArtifactRoom,
  allowedCollection,
  allowedVersion,
  changedBy,
  collectionNode,
  versionNode,
} from './room.ts';
import type {
  AliasInput,
  Collection,
  CollectionId,
  LinkTarget,
  Version,
  VersionId,
} from './types.ts';
import { membershipsOf } from './version-store.ts';

/** Names that people give to versions, and the portfolios they put them into. */
export function createLinking(
  room: ArtifactRoom,
): Pick<Versions, 'addAliases' | 'deleteAliases' | 'link' | 'unlink'> {
  const { db, projects, lineage, rules, clock } = room;

  /** The collections that the aliases are for, each of which must hold the version. */
  async function aliasesByCollection(
    actor: Actor,
    id: VersionId,
    aliases: readonly AliasInput[],
  ): Promise<ReadonlyMap<CollectionId, readonly string[]>> {
    const { version } = await allowedVersion(room, actor, id, 'read');
    const memberships = await membershipsOf(db, version);
    const grouped = new Map<CollectionId, string[]>();
    for (const { alias, entityName, projectName, collectionName } of aliases) {
      const project = await projects.find(actor, entityName, projectName, 'write');
      const found = memberships.find(
        ({ collection }) =>
          collection.projectId === project.id && collection.name === collectionName,
      );
      if (!found) {
        throw notFound(`A link of the artifact to ${entityName}/${projectName}/${collectionName}`);
      }
      await rules.checkAliases(actor, project, [alias]);
      const names = grouped.get(found.collection.id) ?? [];
      grouped.set(found.collection.id, [...names, alias]);
    }
    return grouped;
  }

  async function findPortfolio(
    actor: Actor,
    version: Version,
    target: LinkTarget,
    aliases: readonly string[],
  ): Promise<Collection> {
    if ('portfolioId' in target) {
      const found = await allowedCollection(room, actor, target.portfolioId, 'write');
      await checkTarget(actor, found.project, version, aliases);
      return checkPortfolio(found.collection, version);
    }
    const { entityName, projectName, portfolioName } = target;
    checkName('An artifact', portfolioName);
    // Made when it is missing: the client links models into a project that nobody else makes.
    const project = await projects.ensure(actor, entityName, projectName);
    await checkTarget(actor, project, version, aliases);
    const known = await findCollection(db, project.id, portfolioName);
    return checkPortfolio(
      known ?? (await makePortfolio(actor, project, portfolioName, version)),
      version,
    );
  }

  async function checkTarget(
    actor: Actor,
    project: Project,
    version: Version,
    aliases: readonly string[],
  ): Promise<void> {
    await rules.checkLink(project, version.typeName);
    await rules.checkAliases(actor, project, aliases);
  }

  function makePortfolio(
    actor: Actor,
    project: Project,
    name: string,
    version: Version,
  ): Promise<Collection> {
    return db.transaction().execute(async (transaction) => {
      const now = clock();
      return ensureCollection(transaction, {
        projectId: project.id,
        typeId: await ensureType(transaction, project.id, version.typeName, now),
        kind: 'portfolio',
        name,
        clientId: null,
        createdBy: actor.kind === 'user' ? actor.userId : null,
        now,
      });
    });
  }

  return {
    async addAliases(actor, id, aliases) {
      for (const { alias } of aliases) checkAlias(alias);
      const grouped = await aliasesByCollection(actor, id, aliases);
      await db.transaction().execute(async (transaction) => {
        for (const [collectionId, names] of grouped) {
          await setAliases(transaction, collectionId, id, names, changedBy(room, actor));
        }
      });
    },

    async deleteAliases(actor, id, aliases) {
      const grouped = await aliasesByCollection(actor, id, aliases);
      await db.transaction().execute(async (transaction) => {
        for (const [collectionId, names] of grouped) {
          const changed = changedBy(room, actor);
          await takeAliases(transaction, collectionId, id, { only: names }, changed);
        }
      });
    },

    async link(actor, source, target, aliases) {
      for (const alias of aliases) checkAlias(alias);
      const { version } = await allowedVersion(room, actor, source, 'read');
      if (version.state !== 'committed') {
        throw new RunloomError('conflict', 'The artifact is not finished yet: link it after that.');
      }
      const collection = await findPortfolio(actor, version, target, aliases);
      await db.transaction().execute(async (transaction) => {
        const changed = changedBy(room, actor);
        await transaction
          .selectFrom('artifact_collections')
          .select('id')
          .where('id', '=', collection.id)
          .forUpdate()
          .execute();
        const known = await transaction
          .selectFrom('artifact_memberships')
          .select('id')
          .where('version_id', '=', version.id)
          .where('collection_id', '=', collection.id)
          .executeTakeFirst();
        if (!known) await addMember(transaction, collection.id, version.id, changed);
        const names = known ? aliases : [...aliases, 'latest'];
        await setAliases(transaction, collection.id, version.id, names, changed);
        const edge = { source: versionNode(version.id), target: collectionNode(collection.id) };
        await lineage.link([{ ...edge, relation: 'link' }], transaction);
      });
      const found = (await membershipsOf(db, version)).find(
        (membership) => membership.collection.id === collection.id,
      );
      if (!found) throw notFound('The link');
      return found;
    },

    async unlink(actor, id, portfolio) {
      const { collection, project } = await allowedCollection(room, actor, portfolio, 'write');
      if (collection.kind !== 'portfolio') {
        throw new RunloomError(
          'conflict',
          'A version can only be taken out of a portfolio; in its own collection it is deleted.',
        );
      }
      const held = await listAliases(db, { collectionId: portfolio });
      const own = held.filter(({ versionId }) => versionId === id).map(({ alias }) => alias);
      await rules.checkAliases(actor, project, own);
      await db.transaction().execute(async (transaction) => {
        const changed = changedBy(room, actor);
        // Before the membership, which says the number that they are taken off.
        const taken = await takeAliases(transaction, portfolio, id, { except: [] }, changed);
        const { numDeletedRows } = await transaction
          .deleteFrom('artifact_memberships')
          .where('collection_id', '=', portfolio)
          .where('version_id', '=', id)
          .executeTakeFirstOrThrow();
        if (numDeletedRows === 0n) throw notFound('The link');
        if (taken.includes('latest')) {
          await moveLatest(transaction, portfolio, changed.now);
        }
        const edge = { source: versionNode(id), target: collectionNode(portfolio) };
        await lineage.unlink([{ ...edge, relation: 'link' }], transaction);
      });
    },
  };
}

function checkPortfolio(collection: Collection, version: Version): Collection {
  if (collection.kind !== 'portfolio') {
    throw new RunloomError(
      'conflict',
      `${collection.name} holds versions that were logged to it: choose another name for the portfolio.`,
    );
  }
  if (collection.typeName !== version.typeName) {
    throw new RunloomError(
      'conflict',
      `${collection.name} holds artifacts of the type ${collection.typeName}, not ${version.typeName}.`,
    );
  }
  return collection;
}
