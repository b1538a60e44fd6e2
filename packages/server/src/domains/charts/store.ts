import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { EntityId, UserId } from '../accounts/index.ts';
import type { ChartInput, CustomChart } from './types.ts';

type ChartTables = {
  custom_charts: {
    id: Generated<number>;
    entity_id: number;
    name: string;
    display_name: string;
    type: string;
    access: string;
    spec: string;
    created_by: number;
    created_at: number;
    updated_at: number;
  };
  /** Belongs to accounts; read for the owner's name. */
  entities: { id: number; name: string };
};

const COLUMNS = [
  'custom_charts.name',
  'custom_charts.display_name',
  'custom_charts.type',
  'custom_charts.access',
  'custom_charts.spec',
  'custom_charts.created_by',
  'custom_charts.created_at',
  'custom_charts.updated_at',
  'entities.name as entity_name',
] as const;

export function createChartStore(metadata: MetadataStore) {
  const db: Kysely<ChartTables> = metadata.db.withTables<ChartTables>();

  const charts = (entityId: EntityId) =>
    db
      .selectFrom('custom_charts')
      .innerJoin('entities', 'entities.id', 'custom_charts.entity_id')
      .select(COLUMNS)
      .where('custom_charts.entity_id', '=', entityId);

  return {
    /** False when the owner has a chart of this name. */
    async insert(
      entityId: EntityId,
      input: ChartInput,
      createdBy: UserId,
      now: number,
    ): Promise<boolean> {
      const row = await db
        .insertInto('custom_charts')
        .values({
          entity_id: entityId,
          name: input.name,
          display_name: input.displayName,
          type: input.type,
          access: input.access,
          spec: input.spec,
          created_by: createdBy,
          created_at: now,
          updated_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    async find(entityId: EntityId, name: string): Promise<CustomChart | null> {
      const row = await charts(entityId).where('custom_charts.name', '=', name).executeTakeFirst();
      return row ? toChart(row) : null;
    },

    async list(entityId: EntityId): Promise<readonly CustomChart[]> {
      return (await charts(entityId).orderBy('custom_charts.name').execute()).map(toChart);
    },
  };
}

function toChart(
  row: Omit<Selectable<ChartTables['custom_charts']>, 'id' | 'entity_id'> & {
    entity_name: string;
  },
): CustomChart {
  return {
    entityName: row.entity_name,
    name: row.name,
    displayName: row.display_name,
    type: row.type,
    access: row.access === 'public' ? 'public' : 'private',
    spec: row.spec,
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
