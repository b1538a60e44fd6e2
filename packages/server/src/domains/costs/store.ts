import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ModelPrice, NewPrice } from './types.ts';

type PriceTables = {
  model_prices: {
    id: Generated<number>;
    project_id: number;
    provider: string;
    model: string;
    effective_at: number;
    costs: string;
    created_at: number;
    created_by: number | null;
  };
};

type StoredCosts = Pick<
  ModelPrice,
  'promptCost' | 'completionCost' | 'cacheReadCost' | 'cacheCreationCost'
>;

/** Prices asked for at once: databases bound how many values a statement has. */
const MODELS_AT_ONCE = 500;

/** The table of prices that projects set. Times in microseconds. */
export function createPriceStore(metadata: MetadataStore) {
  const db: Kysely<PriceTables> = metadata.db.withTables<PriceTables>();

  const select = (project: ProjectId) =>
    db.selectFrom('model_prices').selectAll().where('project_id', '=', project).orderBy('id');

  return {
    async insert(
      project: ProjectId,
      prices: readonly NewPrice[],
      by: UserId | null,
      now: number,
    ): Promise<readonly ModelPrice[]> {
      const rows = prices.map(({ model, providerId, effectiveAt, ...costs }) => ({
        project_id: project,
        provider: providerId,
        model,
        effective_at: effectiveAt,
        costs: JSON.stringify(costs satisfies StoredCosts),
        created_at: now,
        created_by: by,
      }));
      if (rows.length === 0) return [];
      const inserted = await db.insertInto('model_prices').values(rows).returningAll().execute();
      return inserted.sort((a, b) => a.id - b.id).map(toPrice);
    },

    async list(project: ProjectId): Promise<readonly ModelPrice[]> {
      return (await select(project).execute()).map(toPrice);
    },

    async ofModels(project: ProjectId, models: readonly string[]): Promise<readonly ModelPrice[]> {
      const found: ModelPrice[] = [];
      for (let at = 0; at < models.length; at += MODELS_AT_ONCE) {
        const some = models.slice(at, at + MODELS_AT_ONCE);
        found.push(...(await select(project).where('model', 'in', some).execute()).map(toPrice));
      }
      return found;
    },

    async remove(project: ProjectId, ids: readonly number[]): Promise<void> {
      if (ids.length === 0) return;
      await db
        .deleteFrom('model_prices')
        .where('project_id', '=', project)
        .where('id', 'in', ids)
        .execute();
    },
  };
}

function toPrice(row: Selectable<PriceTables['model_prices']>): ModelPrice {
  return {
    id: String(row.id),
    level: 'project',
    providerId: row.provider,
    model: row.model,
    effectiveAt: row.effective_at,
    ...(JSON.parse(row.costs) as StoredCosts),
    createdAt: row.created_at,
    createdBy: row.created_by === null ? null : String(row.created_by),
  };
}
