import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { Actor, UserId } from '../accounts/index.ts';
import type { Project } from '../projects/index.ts';
import type { Run } from '../runs/index.ts';
import { listAliases, setAliases, takeAliases } from './alias-store.ts';
import { ensureCollection, ensureType, findCollection } from './collection-store.ts';
import { expiryOf } from './commit.ts';
import type { Versions } from './interface.ts';
import { checkAlias, checkName, checkTag, splitName } from './names.ts';
import { type ArtifactRoom, allowedVersion, changedBy, runNode, versionNode } from './room.ts';
import { inSlices } from './tables.ts';
import type {
  Alias,
  Collection,
  CollectionId,
  CreateVersionInput,
  Membership,
  Version,
  VersionChange,
  VersionId,
} from './types.ts';
import {
  addTags,
  countMembers,
  findByDigest,
  findMember,
  findPending,
  getVersion,
  getVersions,
  latestOf,
  listMembers,
  membershipsOf,
  tagsOf,
} from './version-store.ts';

const MD5_HEX = /^[0-9a-f]{32}$/;
const MAX_METADATA = 4 * 1024 * 1024;
const MAX_ID = 512;
const SCAN = 500;

type VersionReads = Omit<Versions, 'addAliases' | 'deleteAliases' | 'link' | 'unlink'>;

/** Versions: beginning, finding and changing them, and who made and used them. */
export function createVersions(room: ArtifactRoom): VersionReads {
  const { db, projects, runs, lineage, rules, clock } = room;

  async function create(actor: Actor, input: CreateVersionInput): Promise<Version> {
    checkInput(input);
    const project = await projects.find(actor, input.entityName, input.projectName, 'write');
    await rules.checkLog(project);
    const run = await findRun(project, input.runName);
    const createdBy = actor.kind === 'user' ? actor.userId : null;
    const aliases = input.aliases.filter((alias) => alias !== 'latest');
    const { version, isKnown } = await db.transaction().execute(async (transaction) => {
      const now = clock();
      const collection = await ensureSequence(transaction, project, input, createdBy, now);
      // Others who begin a version of the same name wait here.
      await transaction
        .selectFrom('artifact_collections')
        .select('id')
        .where('id', '=', collection.id)
        .forUpdate()
        .execute();
      const known = await findKnown(transaction, collection.id, input);
      if (known) {
        if (known.state === 'committed') {
          const names = [...aliases, ...(input.aliases.includes('latest') ? ['latest'] : [])];
          await setAliases(transaction, collection.id, known.id, names, changedBy(room, actor));
          await addTags(transaction, known.id, input.tags);
          if (run) {
            const source = runNode(run.id);
            const edge = { source, target: versionNode(known.id), relation: 'output' };
            await lineage.link([edge], transaction);
          }
        }
        return { version: known, isKnown: true };
      }
      const { id } = await transaction
        .insertInto('artifact_versions')
        .values({
          project_id: project.id,
          collection_id: collection.id,
          state: 'pending',
          version_index: null,
          digest: input.digest,
          description: input.description ?? '',
          metadata: input.metadata,
          labels: input.labels,
          history_step: input.historyStep,
          run_id: run?.id ?? null,
          commit_hash: run?.commit ?? '',
          distributed_id: input.distributedId,
          client_id: input.clientId,
          ttl_seconds: storedTtl(input.ttlSeconds),
          expires_at: null,
          pending_aliases: JSON.stringify([...new Set(aliases)]),
          pending_tags: JSON.stringify(input.tags),
          manifest_blob: null,
          manifest_md5: null,
          manifest_bytes: null,
          created_by: createdBy,
          created_at: now,
          updated_at: now,
          deleted_at: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const made = await getVersion(transaction, id as VersionId);
      if (made === null) throw notFound('The artifact');
      return { version: made, isKnown: false };
    });
    if (!isKnown) return version;
    return (await getVersion(db, version.id)) ?? version;
  }

  async function findRun(project: Project, name: string | null): Promise<Run | null> {
    if (name === null || name === '') return null;
    const run = await runs.findIn(project, name);
    if (run === null) throw notFound(`The run ${name}`);
    return run;
  }

  const getAllowed = (actor: Actor, id: VersionId, action: 'read' | 'write' | 'delete') =>
    allowedVersion(room, actor, id, action);

  async function readMany(actor: Actor, ids: readonly VersionId[]): Promise<readonly Version[]> {
    const found = await getVersions(db, ids);
    const allowed = new Map<number, Promise<boolean>>();
    const list: Version[] = [];
    for (const id of ids) {
      const version = found.get(id);
      if (version?.state !== 'committed') continue;
      const { projectId } = version;
      const sees =
        allowed.get(projectId) ??
        projects.get(actor, projectId, 'read').then(
          () => true,
          () => false,
        );
      allowed.set(projectId, sees);
      if ((await sees) || (await getAllowed(actor, id, 'read').catch(() => null)) !== null) {
        list.push(version);
      }
    }
    return list;
  }

  return {
    create,
    getVersion: getAllowed,
    getVersions: readMany,

    async findMembership(project, name) {
      const { collection: collectionName, alias } = splitName(name);
      const collection = await findCollection(db, project.id, collectionName);
      return collection === null ? null : findMember(db, collection, alias);
    },

    findMember: (collection, alias) => findMember(db, collection, alias),
    latest: (collectionId) => latestOf(db, collectionId),

    async listMembers(collection, options) {
      const { first, accepts, oldestFirst = false } = options;
      let after = readIndex(options.after);
      const found: Membership[] = [];
      for (;;) {
        const limit = accepts ? SCAN : first + 1 - found.length;
        const page = await listMembers(db, collection, { after, limit, oldestFirst });
        found.push(...(accepts ? await accepted(room, collection, page, accepts) : page));
        after = page.at(-1)?.index ?? null;
        if (page.length < limit || found.length > first) break;
      }
      const memberships = found.slice(0, first);
      return {
        memberships,
        totalCount: accepts
          ? await countAccepted(room, collection, accepts)
          : await countMembers(db, collection.id),
        nextCursor: found.length > first ? String(memberships.at(-1)?.index ?? 0) : null,
      };
    },

    async membershipsOf(actor, id) {
      const { version } = await getAllowed(actor, id, 'read');
      const all = await membershipsOf(db, version);
      const visible: Membership[] = [];
      for (const membership of all) {
        const { projectId } = membership.collection;
        const project = await projects.get(actor, projectId, 'read').catch(() => null);
        if (project !== null) visible.push(membership);
      }
      return visible;
    },

    async namesOf(ids) {
      const tags = await tagsOf(db, ids);
      const aliases: Alias[] = [];
      await inSlices(ids, async (slice) => {
        aliases.push(...(await listAliases(db, { versionIds: slice })));
      });
      const byVersion = Map.groupBy(aliases, ({ versionId }) => versionId);
      return new Map(
        ids.map((id) => [id, { aliases: byVersion.get(id) ?? [], tags: tags.get(id) ?? [] }]),
      );
    },
    aliasesOf: (id) => listAliases(db, { versionIds: [id] }),
    tagsOf: async (id) => (await tagsOf(db, [id])).get(id) ?? [],

    async findByClientId(actor, clientId) {
      const version = await db
        .selectFrom('artifact_versions')
        .select('id')
        .where('client_id', '=', clientId)
        .where('deleted_at', 'is', null)
        .orderBy('id', 'desc')
        .executeTakeFirst();
      if (version) {
        const id = version.id as VersionId;
        return (await getAllowed(actor, id, 'read').catch(() => null)) === null ? null : id;
      }
      return null;
    },

    async updateVersion(actor, id, change) {
      const { version } = await getAllowed(actor, id, 'write');
      checkChange(change);
      const now = clock();
      await db.transaction().execute(async (transaction) => {
        const { description, metadata, labels, ttlSeconds } = change;
        const ttl = ttlSeconds === undefined ? undefined : storedTtl(ttlSeconds);
        await transaction
          .updateTable('artifact_versions')
          .set({
            updated_at: now,
            ...(description !== undefined && { description }),
            ...(metadata !== undefined && { metadata }),
            ...(labels !== undefined && { labels }),
            ...(ttl !== undefined && {
              ttl_seconds: ttl,
              expires_at: version.state === 'committed' ? expiryOf(version.createdAt, ttl) : null,
            }),
          })
          .where('id', '=', id)
          .execute();
        await addTags(transaction, id, change.tagsToAdd ?? []);
        if (change.tagsToDelete && change.tagsToDelete.length > 0) {
          await transaction
            .deleteFrom('artifact_tags')
            .where('version_id', '=', id)
            .where('name', 'in', change.tagsToDelete)
            .execute();
        }
        if (change.aliases) {
          const kept = { except: ['latest', ...change.aliases] };
          const changed = changedBy(room, actor);
          await takeAliases(transaction, version.collectionId, id, kept, changed);
          await setAliases(transaction, version.collectionId, id, change.aliases, changed);
        }
      });
      return (await getAllowed(actor, id, 'read')).version;
    },

    async use(actor, id, { entityName, projectName, runName, usedAs }) {
      const { version } = await getAllowed(actor, id, 'read');
      const project = await projects.find(actor, entityName, projectName, 'write');
      const run = await findRun(project, runName);
      if (run === null) throw invalid('A run is needed to use an artifact.');
      const [source, target] = [versionNode(id), runNode(run.id)];
      await lineage.link([{ source, target, relation: 'input', label: usedAs }]);
      return version;
    },

    async ofRun(actor, run, relation, page) {
      const neighbours = await lineage.neighbours(runNode(run.id), {
        direction: relation === 'input' ? 'upstream' : 'downstream',
        relation,
        kind: 'artifact',
        ...page,
      });
      const ids = neighbours.keys.map(Number) as VersionId[];
      const { totalCount, next } = neighbours;
      return { versions: await readMany(actor, ids), totalCount, next };
    },

    async usersOf(actor, id) {
      await getAllowed(actor, id, 'read');
      const users: { run: Run; project: Project }[] = [];
      let after: number | null = null;
      do {
        const page: Awaited<ReturnType<typeof lineage.neighbours>> = await lineage.neighbours(
          versionNode(id),
          { direction: 'downstream', relation: 'input', kind: 'run', first: SCAN, after },
        );
        for (const key of page.keys) {
          const found = await runs.get(actor, Number(key) as Run['id'], 'read').catch(() => null);
          if (found) users.push(found);
        }
        after = page.next;
      } while (after !== null);
      return users;
    },
  };
}

type Accepts = NonNullable<Parameters<VersionReads['listMembers']>[1]['accepts']>;

async function accepted(
  { db }: ArtifactRoom,
  collection: Collection,
  page: readonly Membership[],
  accepts: Accepts,
): Promise<readonly Membership[]> {
  const ids = page.map(({ version }) => version.id);
  const tags = await tagsOf(db, ids);
  const aliases = Map.groupBy(
    await listAliases(db, { versionIds: ids }),
    ({ versionId }) => versionId,
  );
  return page.filter(({ version }) => {
    const own = aliases.get(version.id) ?? [];
    return accepts(version, {
      tags: tags.get(version.id) ?? [],
      aliases: own
        .filter(({ collectionId }) => collectionId === collection.id)
        .map(({ alias }) => alias),
    });
  });
}

async function countAccepted(
  room: ArtifactRoom,
  collection: Collection,
  accepts: Accepts,
): Promise<number> {
  let count = 0;
  let after: number | null = null;
  for (;;) {
    const page = await listMembers(room.db, collection, { after, limit: SCAN, oldestFirst: true });
    count += (await accepted(room, collection, page, accepts)).length;
    after = page.at(-1)?.index ?? null;
    if (page.length < SCAN) return count;
  }
}

async function ensureSequence(
  db: Parameters<typeof findCollection>[0],
  project: Project,
  input: CreateVersionInput,
  createdBy: UserId | null,
  now: number,
): Promise<Collection> {
  const { collectionName: name, typeName, sequenceClientId: clientId } = input;
  const known = await findCollection(db, project.id, name);
  const typeId = known?.typeName === typeName ? known.typeId : undefined;
  const collection =
    known ??
    (await ensureCollection(db, {
      projectId: project.id,
      typeId: typeId ?? (await ensureType(db, project.id, typeName, now)),
      kind: 'sequence',
      name,
      clientId,
      createdBy,
      now,
    }));
  if (collection.kind === 'portfolio') {
    throw new RunloomError(
      'conflict',
      `${name} is a portfolio: versions are linked into it, not logged. Log the artifact under another name.`,
    );
  }
  if (collection.typeName !== typeName) {
    throw new RunloomError(
      'conflict',
      `The artifact ${name} exists with the type ${collection.typeName}; it can't get versions of the type ${typeName}.`,
    );
  }
  return collection;
}

/** What is there already of the version that is to be begun. */
async function findKnown(
  db: Parameters<typeof findCollection>[0],
  collectionId: CollectionId,
  { clientId, distributedId, deduplicate, digest }: CreateVersionInput,
): Promise<Version | null> {
  const same = clientId === null ? null : await findPending(db, collectionId, { clientId });
  if (same) return same;
  if (distributedId !== null) return findPending(db, collectionId, { distributedId });
  return deduplicate ? findByDigest(db, collectionId, digest) : null;
}

function checkInput(input: CreateVersionInput): void {
  checkName('An artifact', input.collectionName);
  checkName('A type of artifacts', input.typeName);
  for (const alias of input.aliases) checkAlias(alias);
  for (const tag of input.tags) checkTag(tag);
  if (!MD5_HEX.test(input.digest)) throw invalid('The digest of an artifact is a hex MD5.');
  for (const id of [input.clientId, input.sequenceClientId, input.distributedId]) {
    if (id !== null && id.length > MAX_ID) throw invalid('The id of a client is too long.');
  }
  checkText('metadata', input.metadata);
  checkText('labels', input.labels);
  checkText('description', input.description);
  checkTtl(input.ttlSeconds);
}

function checkChange(change: VersionChange): void {
  for (const tag of change.tagsToAdd ?? []) checkTag(tag);
  for (const alias of change.aliases ?? []) checkAlias(alias);
  checkText('metadata', change.metadata);
  checkText('labels', change.labels);
  checkText('description', change.description);
  checkTtl(change.ttlSeconds);
}

function checkText(what: string, text: string | null | undefined): void {
  if (text && text.length > MAX_METADATA) {
    throw invalid(`The ${what} of an artifact has at most ${MAX_METADATA} characters.`);
  }
}

/** Seconds, or the client's marks: -1 inherits, -2 never ends. */
function checkTtl(seconds: number | null | undefined): void {
  if (seconds === null || seconds === undefined || seconds === -1 || seconds === -2) return;
  if (Number.isSafeInteger(seconds) && seconds > 0) return;
  throw invalid('The time to live of an artifact is a whole number of seconds, at least 1.');
}

const storedTtl = (seconds: number | null): number | null => (seconds === -1 ? null : seconds);

function readIndex(cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined || cursor === '') return null;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw invalid('This cursor was not given out by this server.');
}
