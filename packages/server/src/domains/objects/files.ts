import { notFound } from '../../platform/errors.ts';
import { storableText } from '../../stores/metadata/index.ts';
import { markRemovals } from '../contents/index.ts';
import { checkExpected, digestOfSha256 } from './digests.ts';
import type { ObjectRoom } from './room.ts';
import type { Objects } from './types.ts';

const LONGEST_NAME = 512;

/** Files that values name by digest; they may come before the values or after them. */
export function createObjectFiles({
  db,
  blobs,
  contents,
  clock,
}: Pick<ObjectRoom, 'db' | 'blobs' | 'contents' | 'clock'>): Pick<
  Objects,
  'createFile' | 'findFile' | 'openFile' | 'fileBytes'
> {
  const find: Objects['findFile'] = async (project, digest) => {
    const row = await db
      .selectFrom('weave_files')
      .select(['digest', 'name', 'size_bytes'])
      .where('project_id', '=', project)
      .where('digest', '=', storableText(digest))
      .executeTakeFirst();
    return row ? { digest: row.digest, name: row.name, sizeBytes: row.size_bytes } : null;
  };

  return {
    findFile: find,

    async createFile(project, file) {
      const { digest: blob, sizeBytes } = await blobs.put(file.body);
      const digest = digestOfSha256(blob);
      try {
        checkExpected(digest, file.expectedDigest);
      } catch (error) {
        await markRemovals(db, [blob], clock());
        await contents.release(new Map([[blob, sizeBytes]]));
        throw error;
      }
      const known = await find(project, digest);
      const name = storableText(file.name).slice(0, LONGEST_NAME);
      if (known === null) {
        await db
          .insertInto('weave_files')
          .values({
            project_id: project,
            digest,
            blob,
            name,
            size_bytes: sizeBytes,
            created_at: clock(),
          })
          .onConflict((conflict) => conflict.columns(['project_id', 'digest']).doNothing())
          .execute();
      }
      await contents.refuseWhileRemoved(blob);
      return known ?? { digest, name, sizeBytes };
    },

    async openFile(project, digest, range) {
      const row = await db
        .selectFrom('weave_files')
        .select('blob')
        .where('project_id', '=', project)
        .where('digest', '=', storableText(digest))
        .executeTakeFirst();
      const body = row ? await blobs.open(row.blob, range) : null;
      if (body === null) throw notFound('The file of this digest');
      return body;
    },

    async fileBytes(project) {
      const row = await db
        .selectFrom('weave_files')
        .select((eb) => eb.fn.sum<number>('size_bytes').as('bytes'))
        .where('project_id', '=', project)
        .executeTakeFirst();
      return Number(row?.bytes ?? 0);
    },
  };
}
