import type { ColumnBuilderCallback, Kysely, RawBuilder } from 'kysely';

/**
 * Column types that mean the same on both engines. `id` is spread into `addColumn`: a 64-bit
 * primary key given by the engine that is never used again. `integer` holds 64 bits. `text` is
 * compared and sorted by its bytes.
 */
export interface ColumnTypes {
  readonly id: readonly [type: 'integer' | 'bigint', build: ColumnBuilderCallback];
  readonly integer: 'integer' | 'bigint';
  readonly text: 'text' | RawBuilder<unknown>;
}

/** One numbered step of the metadata store's schema. Runs in a transaction of its own, once. */
export interface Migration {
  // biome-ignore lint/complexity/noBannedTypes: the schema is what the step makes, so it has no type yet
  up(db: Kysely<{}>, types: ColumnTypes): Promise<void>;
}
