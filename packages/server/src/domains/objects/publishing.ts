import { invalid } from '../../platform/errors.ts';
import { type Actor, authorOf } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { asBuiltin } from './builtin-classes.ts';
import { type Classified, classify } from './classes.ts';
import { checkExpected, digestOfJson } from './digests.ts';
import { checkObjectName } from './names.ts';
import type { ObjectRoom } from './room.ts';
import type { Database } from './schema.ts';
import type { JsonText, NewObject, Objects, PublishedVersion } from './types.ts';
import type { ValueStore } from './value-store.ts';

interface Publication extends Classified {
  readonly project: ProjectId;
  readonly name: string;
  readonly digest: string;
}

/** Publishes versions of objects. */
export function createPublishing(
  { db, contents, clock }: Pick<ObjectRoom, 'db' | 'contents' | 'clock'>,
  values: ValueStore,
): Pick<Objects, 'create'> {
  return {
    async create(actor, project, object) {
      checkObjectName(object.name);
      const value = valueToKeep(object);
      const digest = digestOfJson(value);
      checkExpected(digest, object.expectedDigest);
      const { name } = object;
      const publication = { ...classify(value), project, name, digest };
      const known = await findLiving(db, publication);
      if (known !== null) return { name, digest, versionIndex: known, isNew: false };
      // Before the transaction, which keeps others from writing.
      const stored = await values.put(value);
      const published = await db.transaction().execute((transaction) =>
        publish(transaction, publication, {
          ...stored,
          size_bytes: Buffer.byteLength(value),
          created_at: clock(),
          created_by: createdBy(actor),
        }),
      );
      if (stored.value_blob !== null) await contents.refuseWhileRemoved(stored.value_blob);
      return { name, digest, ...published };
    },
  };
}

const createdBy = (actor: Actor) => (actor.kind === 'user' ? authorOf(actor) : null);

function valueToKeep({ value, builtinClass }: NewObject): JsonText {
  return builtinClass === null || builtinClass === undefined
    ? value
    : asBuiltin(value, builtinClass);
}

async function findLiving(db: Database, publication: Publication): Promise<number | null> {
  const row = await db
    .selectFrom('weave_versions as v')
    .innerJoin('weave_objects as o', 'o.id', 'v.object_id')
    .select('v.version_index')
    .where('o.project_id', '=', publication.project)
    .where('o.name', '=', publication.name)
    .where('o.kind', '=', publication.kind)
    .where('v.digest', '=', publication.digest)
    .where('v.deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.version_index ?? null;
}

/** Under the lock of the object's row, so that no two versions get one number. */
async function publish(
  db: Database,
  publication: Publication,
  content: {
    readonly value: string | null;
    readonly value_blob: string | null;
    readonly size_bytes: number;
    readonly created_at: number;
    readonly created_by: number | null;
  },
): Promise<Pick<PublishedVersion, 'versionIndex' | 'isNew'>> {
  const { project, name, kind, digest, baseClass, leafClass } = publication;
  await db
    .insertInto('weave_objects')
    .values({ project_id: project, name, kind, created_at: content.created_at })
    .onConflict((conflict) => conflict.columns(['project_id', 'name', 'kind']).doNothing())
    .execute();
  const object = await db
    .selectFrom('weave_objects')
    .select(['id', 'base_class', 'next_index'])
    .where('project_id', '=', project)
    .where('name', '=', name)
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const found = await db
    .selectFrom('weave_versions')
    .select(['version_index', 'deleted_at'])
    .where('object_id', '=', object.id)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (found !== undefined && found.deleted_at === null) {
    return { versionIndex: found.version_index, isNew: false };
  }
  checkClass(name, object.base_class, baseClass);

  const version = {
    ...content,
    version_index: object.next_index,
    base_class: baseClass,
    leaf_class: leafClass,
    deleted_at: null,
  };
  const { id } = await db
    .insertInto('weave_versions')
    .values({ ...version, object_id: object.id, project_id: project, digest })
    // One that was removed is published again, as a new version.
    .onConflict((conflict) => conflict.columns(['object_id', 'digest']).doUpdateSet(version))
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('weave_objects')
    .set({
      next_index: object.next_index + 1,
      latest_version_id: id,
      base_class: object.base_class ?? baseClass,
    })
    .where('id', '=', object.id)
    .execute();
  return { versionIndex: object.next_index, isNew: true };
}

function checkClass(name: string, bound: string | null, found: string | null): void {
  if (bound === null || found === null || bound === found) return;
  throw invalid(
    `"${name}" is the name of objects of the class ${bound}, so no ${found} can be published under it. Take another name.`,
  );
}
