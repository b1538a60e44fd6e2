import { decodeKey, encodeKey } from '@runloom/model';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { KeyKind } from './types.ts';

type KeyTable = { metric_keys: { project_id: number; stream: string; key: string } };

const KEYS_PER_INSERT = 300;

/** Stores keys of a project that may or may not be known. */
export async function insertKeys(
  metadata: MetadataStore,
  projectId: number,
  kind: KeyKind,
  keys: readonly string[],
): Promise<void> {
  const db = metadata.db.withTables<KeyTable>();
  for (let from = 0; from < keys.length; from += KEYS_PER_INSERT) {
    const rows = keys
      .slice(from, from + KEYS_PER_INSERT)
      .map((key) => ({ project_id: projectId, stream: kind, key: encodeKey(key) }));
    await db
      .insertInto('metric_keys')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** All keys of a project's stream, sorted by code point. */
export async function selectKeys(
  metadata: MetadataStore,
  projectId: number,
  kind: KeyKind,
): Promise<string[]> {
  const rows = await metadata.db
    .withTables<KeyTable>()
    .selectFrom('metric_keys')
    .select('key')
    .where('project_id', '=', projectId)
    .where('stream', '=', kind)
    .execute();
  return rows.map((row) => decodeKey(row.key)).sort();
}
