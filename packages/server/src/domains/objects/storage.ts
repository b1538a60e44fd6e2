import type { EntityId } from '../accounts/index.ts';
import type { ObjectRoom } from './room.ts';
import type { Objects } from './types.ts';

/** How much room the objects of an owner take. */
export function createStorage({ db }: Pick<ObjectRoom, 'db'>): Pick<Objects, 'storedBytes'> {
  const sumOf = async (
    table: 'weave_files' | 'weave_versions' | 'weave_row_chunks',
    entity: EntityId,
  ): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .innerJoin('projects as p', 'p.id', 'project_id')
      .select((eb) => eb.fn.sum<number>('size_bytes').as('bytes'))
      .where('p.entity_id', '=', entity)
      .executeTakeFirst();
    return Number(row?.bytes ?? 0);
  };
  return {
    async storedBytes(entity) {
      const parts = await Promise.all([
        sumOf('weave_files', entity),
        sumOf('weave_versions', entity),
        sumOf('weave_row_chunks', entity),
      ]);
      return parts.reduce((sum, bytes) => sum + bytes, 0);
    },
  };
}
