import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { ProjectId } from '../projects/index.ts';
import { isDigest } from './digests.ts';
import { createLabelStore } from './label-store.ts';
import { versionNumber } from './names.ts';
import type { ObjectRoom } from './room.ts';
import type { Database } from './schema.ts';
import type { ObjectFilter, ObjectKind, ObjectQuery, Objects, ObjectVersion } from './types.ts';
import type { ValueStore } from './value-store.ts';
import { toVersion, type VersionRow, versionRows } from './version-rows.ts';

const NOT_READ = '{}';
const MAX_LIST = 1_000;

/** Finds versions of objects and reads their values. */
export function createReading(
  { db }: Pick<ObjectRoom, 'db'>,
  values: ValueStore,
): Pick<Objects, 'read' | 'query'> {
  const labels = createLabelStore(db);

  async function complete(
    rows: readonly VersionRow[],
    options: { readonly metadataOnly?: boolean; readonly includesLabels?: boolean },
  ): Promise<readonly ObjectVersion[]> {
    const known = options.includesLabels ? await labels.of(rows.map(({ id }) => id)) : null;
    const versions: ObjectVersion[] = [];
    for (const row of rows) {
      const value = options.metadataOnly
        ? NOT_READ
        : await values.get({ value: row.value ?? null, value_blob: row.value_blob });
      const version = toVersion(row, value);
      if (known === null) {
        versions.push(version);
        continue;
      }
      const { tags, aliases } = known.get(row.id) ?? { tags: [], aliases: [] };
      versions.push({
        ...version,
        tags,
        aliases: version.isLatest ? ['latest', ...aliases] : aliases,
      });
    }
    return versions;
  }

  return {
    async read(project, name, version, options = {}) {
      const row = await findVersion(db, project, name, version, options.kind);
      const [found] = await complete([row], options);
      if (found === undefined) throw notFound(`The version ${version} of "${name}"`);
      return found;
    },

    async query(project, query = {}) {
      const filtered = narrow(
        versionRows(db).where('v.project_id', '=', project).where('v.deleted_at', 'is', null),
        query.filter ?? {},
      );
      const sorted = sort(filtered, query.sort ?? []);
      const from =
        query.offset === undefined ? sorted : sorted.offset(count('offset', query.offset));
      // An offset alone is no SQL in SQLite.
      const limit = query.limit ?? (query.offset === undefined ? null : Number.MAX_SAFE_INTEGER);
      const page = limit === null ? from : from.limit(count('limit', limit));
      const rows = query.metadataOnly
        ? await page.execute()
        : await page.select('v.value').execute();
      return complete(rows, query);
    },
  };
}

/**
 * The living version, with its value where it stands in the row.
 * @throws RunloomError('not_found'), with `data.deletedAt` when it was removed
 */
export async function findVersion(
  db: Database,
  project: ProjectId,
  name: string,
  version: string,
  kind?: ObjectKind,
): Promise<VersionRow> {
  let named = versionRows(db)
    .select('v.value')
    .where('o.project_id', '=', project)
    .where('o.name', '=', name);
  if (kind !== undefined) named = named.where('o.kind', '=', kind);
  const rows = await select(named, project, name, version).orderBy('o.kind').execute();
  const living = rows.find(({ deleted_at }) => deleted_at === null);
  if (living !== undefined) return living;
  const removed = rows[0]?.deleted_at ?? (await whenRemoved(db, project, name, version));
  if (removed === null || removed === undefined) {
    throw notFound(`The version ${version} of "${name}"`);
  }
  throw new RunloomError('not_found', `The version ${version} of "${name}" was deleted.`, {
    data: { deletedAt: removed },
  });
}

type Versions = ReturnType<typeof versionRows>;

function select<Rows extends Versions>(
  rows: Rows,
  project: ProjectId,
  name: string,
  version: string,
) {
  const number = versionNumber(version);
  if (number !== null) return rows.where('v.version_index', '=', number);
  if (version === 'latest') return rows.whereRef('v.id', '=', 'o.latest_version_id');
  if (isDigest(version)) return rows.where('v.digest', '=', version);
  return rows.where('v.id', 'in', (eb) =>
    eb
      .selectFrom('weave_aliases')
      .select('version_id')
      .where('project_id', '=', project)
      .where('name', '=', name)
      .where('alias', '=', version),
  );
}

/** When the last version of an object of which nothing is left was removed. */
async function whenRemoved(
  db: Database,
  project: ProjectId,
  name: string,
  version: string,
): Promise<number | null> {
  if (version !== 'latest') return null;
  const row = await versionRows(db)
    .where('o.project_id', '=', project)
    .where('o.name', '=', name)
    .where('v.deleted_at', 'is not', null)
    .orderBy('v.deleted_at', 'desc')
    .executeTakeFirst();
  return row?.deleted_at ?? null;
}

function narrow(rows: Versions, filter: ObjectFilter): Versions {
  let narrowed = rows;
  if (filter.kind !== undefined) narrowed = narrowed.where('o.kind', '=', filter.kind);
  if (filter.latestOnly) narrowed = narrowed.whereRef('v.id', '=', 'o.latest_version_id');
  const { names, baseClasses, leafClasses, excludedBaseClasses, tags, aliases } = filter;
  if (isGiven(names)) narrowed = narrowed.where('o.name', 'in', names);
  if (isGiven(baseClasses)) narrowed = narrowed.where('v.base_class', 'in', baseClasses);
  if (isGiven(leafClasses)) narrowed = narrowed.where('v.leaf_class', 'in', leafClasses);
  if (isGiven(excludedBaseClasses)) {
    narrowed = narrowed.where((eb) =>
      eb.or([eb('v.base_class', 'is', null), eb('v.base_class', 'not in', excludedBaseClasses)]),
    );
  }
  if (isGiven(tags)) {
    narrowed = narrowed.where('v.id', 'in', (eb) =>
      eb.selectFrom('weave_tags').select('version_id').where('tag', 'in', tags),
    );
  }
  if (isGiven(aliases)) {
    narrowed = narrowed.where((eb) => {
      const named = eb(
        'v.id',
        'in',
        eb.selectFrom('weave_aliases').select('version_id').where('alias', 'in', aliases),
      );
      return aliases.includes('latest')
        ? eb.or([named, eb('v.id', '=', eb.ref('o.latest_version_id'))])
        : named;
    });
  }
  return narrowed;
}

/** @throws RunloomError('invalid') for a list that no statement could hold */
function isGiven(list: readonly string[] | undefined): list is readonly string[] {
  if (list === undefined || list.length === 0) return false;
  if (list.length > MAX_LIST) {
    throw invalid(`A filter takes at most ${MAX_LIST} values; ${list.length} came.`);
  }
  return true;
}

const SORTABLE = { object_id: 'o.name', name: 'o.name', created_at: 'v.created_at' } as const;

function sort(rows: Versions, order: NonNullable<ObjectQuery['sort']>): Versions {
  let sorted = rows;
  for (const { field, direction } of order) {
    const column = Object.hasOwn(SORTABLE, field)
      ? SORTABLE[field as keyof typeof SORTABLE]
      : undefined;
    if (column === undefined) {
      throw invalid(
        `Objects can't be sorted by "${field}"; they can by "object_id" and "created_at".`,
      );
    }
    sorted = sorted.orderBy(column, direction);
  }
  if (order.length === 0) sorted = sorted.orderBy('v.created_at');
  return sorted.orderBy('v.id', order[0]?.direction ?? 'asc');
}

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`The ${name} must be a whole number from 0 on, not ${value}.`);
}
