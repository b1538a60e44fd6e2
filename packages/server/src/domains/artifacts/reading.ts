import { invalid, notFound } from '../../platform/errors.ts';
import { mimeTypeOf } from '../files/index.ts';
import { type Content, findContents, getContent } from './content-store.ts';
import { countEntries, folderTotals, listEntries, pastFolder } from './entry-store.ts';
import type { Reading } from './interface.ts';
import type { ArtifactRoom } from './room.ts';
import type { Download, Entry, Version, VersionDiff } from './types.ts';
import { encodePath } from './uploads.ts';
import { getVersion } from './version-store.ts';

const DOWNLOAD_MS = 15 * 60_000;
const MAX_PAGE = 10_000;
const DIFF_AT_ONCE = 5_000;

type Difference = VersionDiff['entries'][number];

/** What versions hold, and the bytes of it. */
export function createReading(room: ArtifactRoom): Omit<Reading, 'storage' | 'storedBytes'> {
  const { db, blobs, projects, tokens } = room;

  function downloadOf(content: Content, name: string): Download {
    return {
      name,
      digest: content.blob,
      sizeBytes: content.sizeBytes,
      mimeType: mimeTypeOf(name),
      async open(range) {
        const body = await blobs.open(content.blob, range);
        if (body === null) throw notFound(`The content of "${name}"`);
        return body;
      },
    };
  }

  async function manifestDownload(version: Version): Promise<Download> {
    const row = await db
      .selectFrom('artifact_versions')
      .select('manifest_blob')
      .where('id', '=', version.id)
      .executeTakeFirst();
    if (!row?.manifest_blob || !version.manifest) throw notFound('The manifest');
    const { sizeBytes } = version.manifest;
    const content = { id: 0, digest: '', blob: row.manifest_blob, sizeBytes };
    return downloadOf({ ...content, birthVersionId: version.id }, 'wandb_manifest.json');
  }

  /** All entries of a version behind a path, page by page. */
  async function* entriesFrom(version: Version, start: string | null): AsyncGenerator<Entry> {
    let after = start;
    for (;;) {
      const page = await listEntries(db, version.id, { after, limit: DIFF_AT_ONCE });
      yield* page;
      after = page.at(-1)?.path ?? null;
      if (page.length < DIFF_AT_ONCE) return;
    }
  }

  return {
    async listEntries(version, options) {
      const { names, filesOnly = false } = options;
      const first = Math.min(Math.max(options.first, 1), MAX_PAGE);
      const filter = { filesOnly, ...(names && names.length > 0 && { names }) };
      const after = readCursor(options.after);
      const found = await listEntries(db, version.id, { ...filter, after, limit: first + 1 });
      const entries = found.slice(0, first);
      return {
        entries,
        totalCount: await countEntries(db, version.id, filter),
        nextCursor: found.length > first ? writeCursor(entries.at(-1)?.path ?? '') : null,
      };
    },

    async findEntry(version, path) {
      if (path.includes('\0') || !path.isWellFormed()) return null;
      return (
        (await listEntries(db, version.id, { after: null, names: [path], limit: 1 }))[0] ?? null
      );
    },

    async searchEntries(version, { text, first, after }) {
      if (text.includes('\0') || !text.isWellFormed()) return { entries: [], nextCursor: null };
      const found = await listEntries(db, version.id, {
        after: readCursor(after),
        holding: text,
        limit: first + 1,
      });
      const entries = found.slice(0, first);
      return {
        entries,
        nextCursor: found.length > first ? writeCursor(entries.at(-1)?.path ?? '') : null,
      };
    },

    async listFolder(version, { folder, first, after }) {
      const below = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
      const folders: { name: string; fileCount: number; sizeBytes: number }[] = [];
      const files: Entry[] = [];
      let position = readCursor(after);
      // From folder to folder: what is deep inside of one is skipped, however much it is.
      while (folders.length + files.length < first) {
        const wanted = first - folders.length - files.length;
        const page = await listEntries(db, version.id, { after: position, below, limit: wanted });
        if (page.length === 0) {
          position = null;
          break;
        }
        for (const entry of page) {
          const rest = entry.path.slice(below.length);
          const slash = rest.indexOf('/');
          if (slash === -1) {
            files.push(entry);
            position = entry.path;
            continue;
          }
          const inner = `${below}${rest.slice(0, slash)}/`;
          const totals = await folderTotals(db, version.id, inner);
          folders.push({ name: rest.slice(0, slash), ...totals });
          // Nothing sorts between the last path of the folder and this text.
          position = `${pastFolder(inner).slice(0, -1)}/\u{10ffff}`;
          break;
        }
      }
      const more =
        position !== null &&
        (await listEntries(db, version.id, { after: position, below, limit: 1 })).length > 0;
      return {
        folders,
        files,
        nextCursor: more && position !== null ? writeCursor(position) : null,
      };
    },

    async diff(before, after, options) {
      const start = readCursor(options.after);
      const first = Math.min(Math.max(options.first, 1), MAX_PAGE);
      const counts = { added: 0, removed: 0, changed: 0, same: 0 };
      const entries: Difference[] = [];
      let isFull = false;
      // Both lists are sorted by path: one walk along them.
      for await (const { path, old, now } of paired(
        entriesFrom(before, null),
        entriesFrom(after, null),
      )) {
        const isSame = old && now && old.digest === now.digest && old.ref === now.ref;
        const change = isSame ? 'same' : !old ? 'added' : !now ? 'removed' : 'changed';
        counts[change] += 1;
        if (change === 'same' || (start !== null && comparePaths(path, start) <= 0)) continue;
        if (entries.length < first) entries.push({ path, change, before: old, after: now });
        else isFull = true;
      }
      const last = entries.at(-1)?.path;
      return {
        ...counts,
        entries,
        nextCursor: isFull && last !== undefined ? writeCursor(last) : null,
      };
    },

    downloadPath(version, { contentId, path }) {
      if (contentId === null) return null;
      const grant = { use: 'read', versionId: version.id, contentId, path } as const;
      const token = tokens.sign(grant, DOWNLOAD_MS);
      return `/storage/wandb_artifacts/${token}/${encodePath(path)}`;
    },

    manifestPath(version) {
      const token = tokens.sign({ use: 'read-manifest', versionId: version.id }, DOWNLOAD_MS);
      return `/storage/artifact_manifests/${token}/wandb_manifest.json`;
    },

    async openDownload(token) {
      const grant = tokens.verify(token, ['read', 'read-manifest']);
      const version = await getVersion(db, grant.versionId);
      // It may have been deleted since the address was given out.
      if (version === null || version.state !== 'committed') throw notFound('The artifact');
      if (grant.use === 'read-manifest') return manifestDownload(version);
      const content = await getContent(db, grant.contentId);
      if (content === null) throw notFound(`The file "${grant.path}"`);
      return downloadOf(content, grant.path);
    },

    async findContent(version, hexDigest) {
      if (!/^[0-9a-f]{32}$/.test(hexDigest)) return null;
      const digest = Buffer.from(hexDigest, 'hex').toString('base64');
      const row = await db
        .selectFrom('artifact_entries as e')
        .select(['e.path'])
        .where('e.version_id', '=', version.id)
        .where('e.digest', '=', digest)
        .where('e.content_id', 'is not', null)
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      const content = (await findContents(db, version.projectId, [digest])).get(digest);
      return content ? downloadOf(content, row.path) : null;
    },

    async findContentOfEntity(actor, entityName, hexDigest) {
      if (!/^[0-9a-f]{32}$/.test(hexDigest)) return null;
      const rows = await db
        .selectFrom('artifact_contents as k')
        .innerJoin('projects as p', 'p.id', 'k.project_id')
        .innerJoin('entities as n', 'n.id', 'p.entity_id')
        .select(['k.id', 'k.project_id'])
        .where('n.name_key', '=', entityName.toLowerCase())
        .where('k.digest', '=', Buffer.from(hexDigest, 'hex').toString('base64'))
        .execute();
      for (const { id, project_id } of rows) {
        const project = project_id as Version['projectId'];
        const visible = await projects.get(actor, project, 'read').catch(() => null);
        const content = visible && (await getContent(db, id));
        if (content) return downloadOf(content, hexDigest);
      }
      return null;
    },
  };
}

interface Pair {
  readonly path: string;
  readonly old: Entry | null;
  readonly now: Entry | null;
}

async function* paired(
  before: AsyncGenerator<Entry>,
  after: AsyncGenerator<Entry>,
): AsyncGenerator<Pair> {
  let [old, now] = [await before.next(), await after.next()];
  while (!old.done || !now.done) {
    const order = old.done ? 1 : now.done ? -1 : comparePaths(old.value.path, now.value.path);
    const oldEntry = order <= 0 && !old.done ? old.value : null;
    const nowEntry = order >= 0 && !now.done ? now.value : null;
    yield { path: (oldEntry ?? nowEntry)?.path ?? '', old: oldEntry, now: nowEntry };
    if (oldEntry) old = await before.next();
    if (nowEntry) now = await after.next();
  }
}

/** As both engines sort text: by its bytes. */
const comparePaths = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

const writeCursor = (path: string): string => Buffer.from(path).toString('base64url');

function readCursor(cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined || cursor === '') return null;
  const path = Buffer.from(cursor, 'base64url').toString();
  if (path.includes('\0') || !path.isWellFormed()) {
    throw invalid('This cursor was not given out by this server.');
  }
  return path;
}
