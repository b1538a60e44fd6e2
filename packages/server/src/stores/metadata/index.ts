import { openPostgresStore } from './postgres/store.ts';
import { openSqliteStore } from './sqlite/store.ts';
import type { MetadataStore } from './types.ts';

export { likeLiteral } from './like-literal.ts';
export { NewerSchemaError } from './migrate.ts';
export { storableText } from './parameters.ts';
export type { MetadataStore } from './types.ts';
export { isUniqueViolation, UniqueViolationError } from './unique-violation.ts';

/** Where the metadata lives: a file path, or a `postgres://` URL. */
export type MetadataConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/**
 * The metadata store. Nothing is opened before the first use, so a store that is away shows as
 * RunloomError('unavailable') of `migrate`, `ping` or a query, and a later try may succeed.
 */
export function openMetadataStore(config: MetadataConfig): MetadataStore {
  return config.kind === 'sqlite' ? openSqliteStore(config.file) : openPostgresStore(config.url);
}
export { type AnyDatabase, withTables } from './with-tables.ts';
