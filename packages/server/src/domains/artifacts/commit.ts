import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { invalid, notFound, RunloomError, unavailable } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import { markRemovals } from '../contents/index.ts';
import type { NewEdge } from '../lineage/index.ts';
import { setAliases } from './alias-store.ts';
import { addMember } from './collection-store.ts';
import { addContents, findContents } from './content-store.ts';
import { missingEntries, replaceEntries, totalsOf } from './entry-store.ts';
import {
  type ManifestContent,
  manifestDigest,
  mergeManifests,
  parseManifest,
  readVersionId,
  referredVersion,
  writeManifest,
} from './manifest.ts';
import { type ArtifactRoom, allowedVersion, runNode, versionNode } from './room.ts';
import type { Database } from './tables.ts';
import type { ManifestKind, Version, VersionId } from './types.ts';
import { addTags, getVersion, latestOf } from './version-store.ts';

/** How often a manifest is merged again because somebody else's version came in between. */
const MAX_ROUNDS = 20;
const MISSING_AT_ONCE = 1_000;
const KEEP_RETRY_MS = 50;

interface StoredManifest {
  readonly kind: ManifestKind;
  readonly blob: string;
  readonly sizeBytes: number;
}

interface Prepared {
  readonly content: ManifestContent;
  readonly digest: string;
  /** The version that the entries were merged onto; null when there was none or it does not matter. */
  readonly base: VersionId | null;
  readonly isIncremental: boolean;
}

/**
 * Makes versions whole. Everything that takes long (reading and merging manifests, writing entries)
 * happens while the version is still pending and unseen; one short transaction then gives it its
 * number, its aliases and its place in the lineage.
 */
export function createCommit(
  room: ArtifactRoom,
): (actor: Actor, id: VersionId) => Promise<Version> {
  const { db, blobs, contents, lineage, clock } = room;
  /** One at a time for each version: a client that lost the answer asks again. */
  const running = new Map<VersionId, Promise<Version>>();

  async function readBlob(digest: string): Promise<Uint8Array> {
    const body = await blobs.open(digest);
    if (body === null) throw unavailable('The manifest of the artifact is away.');
    return buffer(body);
  }

  async function manifestsOf(id: VersionId): Promise<readonly StoredManifest[]> {
    const rows = await db
      .selectFrom('artifact_manifests')
      .selectAll()
      .where('version_id', '=', id)
      .where('blob', 'is not', null)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      kind: row.kind as ManifestKind,
      blob: row.blob ?? '',
      sizeBytes: row.size_bytes ?? 0,
    }));
  }

  async function currentManifest(id: VersionId): Promise<ManifestContent> {
    const row = await db
      .selectFrom('artifact_versions')
      .select('manifest_blob')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row?.manifest_blob) throw unavailable('The manifest of the version before is away.');
    return parseManifest(await readBlob(row.manifest_blob));
  }

  async function prepare(
    version: Version,
    manifests: readonly StoredManifest[],
  ): Promise<Prepared> {
    const own = mergeManifests(
      await Promise.all(manifests.map(async ({ blob }) => parseManifest(await readBlob(blob)))),
    );
    const isWhole = manifests.every(({ kind }) => kind === 'full');
    const isIncremental = manifests.some(({ kind }) => kind === 'incremental');
    const ownDigest = manifestDigest(own);
    if (isWhole && ownDigest !== version.digest) {
      throw invalid(
        `The manifest has the digest ${ownDigest}, but the artifact was announced with ${version.digest}.`,
      );
    }
    // Onto what is the newest now, not when the client began: writers must not undo each other.
    const base = isIncremental ? await latestOf(db, version.collectionId) : null;
    const content = base ? mergeManifests([await currentManifest(base.id), own]) : own;
    const digest = base ? manifestDigest(content) : ownDigest;
    return { content, digest, base: base?.id ?? null, isIncremental };
  }

  /**
   * Files that were sent for a version of another project, which the actor may read, become contents
   * of this project, without a copy of their bytes.
   */
  async function borrow(
    actor: Actor,
    version: Version,
    content: ManifestContent,
  ): Promise<boolean> {
    const missing = await missingEntries(db, version.id, MISSING_AT_ONCE);
    const wanted = Map.groupBy(
      missing.flatMap(({ path, digest }) => {
        const birth = readVersionId(content.entries.get(path)?.birthArtifactID ?? '');
        return birth === null ? [] : { birth: birth as VersionId, digest };
      }),
      ({ birth }) => birth,
    );
    let count = 0;
    for (const [birth, files] of wanted) {
      const source = await readable(actor, birth);
      if (source === null || source.projectId === version.projectId) continue;
      const found = await findContents(
        db,
        source.projectId,
        files.map(({ digest }) => digest),
      );
      const borrowed = [...found.values()].map(({ digest, blob, sizeBytes }) => ({
        projectId: version.projectId,
        digest,
        blob,
        sizeBytes,
        versionId: version.id,
      }));
      await addContents(db, room.metadata.engine, borrowed, clock());
      for (const { blob } of borrowed) await contents.refuseWhileRemoved(blob);
      count += borrowed.length;
    }
    return count > 0;
  }

  /** A version that the actor may read, deleted ones among them: their contents may still be used. */
  async function readable(actor: Actor, id: VersionId): Promise<Version | null> {
    const version = await getVersion(db, id);
    if (version === null) return null;
    const allowed = await room.projects
      .get(actor, version.projectId, 'read')
      .catch(() => allowedVersion(room, actor, id, 'read').catch(() => null));
    return allowed === null ? null : version;
  }

  async function writeEntries(
    actor: Actor,
    version: Version,
    content: ManifestContent,
  ): Promise<void> {
    const { engine } = room.metadata;
    await replaceEntries(db, engine, version, content.entries);
    while (await borrow(actor, version, content)) {
      await replaceEntries(db, engine, version, content.entries);
    }
  }

  async function edgesOf(
    actor: Actor,
    version: Version,
    { content, base }: Prepared,
  ): Promise<NewEdge[]> {
    const target = versionNode(version.id);
    const edges: NewEdge[] = [];
    if (version.runId !== null) {
      edges.push({ source: runNode(version.runId), target, relation: 'output' });
    }
    const referred = new Set<number>();
    for (const { ref } of content.entries.values()) {
      const id = ref === null ? null : referredVersion(ref);
      if (id !== null && id !== version.id) referred.add(id);
    }
    for (const id of referred) {
      const source = await readable(actor, id as VersionId);
      if (source) edges.push({ source: versionNode(source.id), target, relation: 'reference' });
    }
    if (base !== null) edges.push({ source: versionNode(base), target, relation: 'reference' });
    return edges;
  }

  /** Answers false when another version came in between, so that the entries have to be merged again. */
  async function publish(
    version: Version,
    prepared: Prepared,
    edges: readonly NewEdge[],
    manifests: readonly StoredManifest[],
  ): Promise<boolean> {
    const bytes = writeManifest(prepared.content);
    const stored = await blobs.put(bytes);
    // What was sent may be, letter by letter, what is kept.
    const sent = new Map(
      manifests
        .filter(({ blob }) => blob !== stored.digest)
        .map(({ blob, sizeBytes }) => [blob, sizeBytes]),
    );
    const published = await db.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('artifact_versions')
        .selectAll()
        .where('id', '=', version.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row || row.deleted_at !== null) throw notFound('The artifact');
      if (row.state === 'committed') return true;
      const collection = await transaction
        .selectFrom('artifact_collections')
        .select('deleted_at')
        .where('id', '=', version.collectionId)
        .forUpdate()
        .executeTakeFirst();
      if (!collection || collection.deleted_at !== null) {
        throw notFound('The collection of the artifact');
      }
      if (prepared.isIncremental) {
        const latest = await latestOf(transaction, version.collectionId);
        if ((latest?.id ?? null) !== prepared.base) return false;
      }
      const totals = await checkedTotals(transaction, version.id, prepared.content.entries.size);
      const now = clock();
      const changed = { by: version.createdBy, now };
      const index = await addMember(transaction, version.collectionId, version.id, changed);
      await transaction
        .updateTable('artifact_versions')
        .set({
          state: 'committed',
          version_index: index,
          digest: prepared.digest,
          size_bytes: totals.sizeBytes,
          file_count: totals.count,
          manifest_blob: stored.digest,
          manifest_md5: stored.md5,
          manifest_bytes: stored.sizeBytes,
          expires_at: expiryOf(row.created_at, row.ttl_seconds),
          updated_at: now,
        })
        .where('id', '=', version.id)
        .execute();
      const aliases = JSON.parse(row.pending_aliases) as string[];
      const names = [...aliases, 'latest'];
      await setAliases(transaction, version.collectionId, version.id, names, changed);
      await addTags(transaction, version.id, JSON.parse(row.pending_tags) as string[]);
      await lineage.link(edges, transaction);
      await transaction
        .deleteFrom('artifact_claims')
        .where('version_id', '=', version.id)
        .execute();
      await transaction
        .deleteFrom('artifact_manifests')
        .where('version_id', '=', version.id)
        .execute();
      await markRemovals(transaction, [...sent.keys()], now);
      return true;
    });
    if (!published) return false;
    await contents.release(sent);
    await keep(bytes, stored.digest);
    return true;
  }

  /** The same manifest may be removed with another version in this moment: then it is put again. */
  async function keep(bytes: Uint8Array, digest: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await contents.refuseWhileRemoved(digest);
      } catch (error) {
        if (attempt === MAX_ROUNDS) throw error;
      }
      await setTimeout(KEEP_RETRY_MS);
      await blobs.put(bytes);
    }
  }

  async function commit(actor: Actor, version: Version): Promise<Version> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const manifests = await manifestsOf(version.id);
      if (manifests.length === 0) {
        throw new RunloomError(
          'conflict',
          'The artifact is not finished: its manifest was never sent.',
        );
      }
      const prepared = await prepare(version, manifests);
      await writeEntries(actor, version, prepared.content);
      const edges = await edgesOf(actor, version, prepared);
      if (await publish(version, prepared, edges, manifests)) {
        const after = await getVersion(db, version.id);
        if (after === null) throw notFound('The artifact');
        return after;
      }
    }
    throw unavailable('Many writers finish versions of this artifact at this moment.');
  }

  return async (actor, id) => {
    const { version } = await allowedVersion(room, actor, id, 'write');
    if (version.state === 'committed') return version;
    const known = running.get(id);
    if (known) return known;
    const promise = commit(actor, version).finally(() => running.delete(id));
    running.set(id, promise);
    return promise;
  };
}

/** @throws RunloomError('invalid') when files were never sent; 'unavailable' when another process writes them now */
async function checkedTotals(
  db: Database,
  id: VersionId,
  expected: number,
): Promise<{ count: number; sizeBytes: number }> {
  const { count, sizeBytes, missing } = await totalsOf(db, id);
  if (missing.length > 0) {
    const names = missing.map((path) => JSON.stringify(path)).join(', ');
    throw invalid(`The artifact is not finished: files were never sent, ${names} among them.`);
  }
  if (count !== expected) throw unavailable('The artifact is being finished by another request.');
  return { count, sizeBytes };
}

/** When a version goes to the trash by itself, milliseconds; null for never. */
export function expiryOf(createdAt: number, ttlSeconds: number | null): number | null {
  return ttlSeconds !== null && ttlSeconds > 0 ? createdAt + ttlSeconds * 1000 : null;
}
