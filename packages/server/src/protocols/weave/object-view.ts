import { objectText } from '@runloom/model';
import type { ObjectVersion } from '../../domains/objects/index.ts';
import { millisecondsText } from './times.ts';

/** A version as clients read it, its value as it was sent. */
export function objectVersionText(version: ObjectVersion, projectPath: string): string {
  const members: Record<string, unknown> = {
    project_id: projectPath,
    object_id: version.name,
    digest: version.digest,
    kind: version.kind,
    version_index: version.versionIndex,
    is_latest: version.isLatest ? 1 : 0,
    base_object_class: version.baseClass,
    leaf_object_class: version.leafClass,
    created_at: millisecondsText(version.createdAt),
    deleted_at: version.deletedAt === null ? null : millisecondsText(version.deletedAt),
    wb_user_id: version.createdBy === null ? null : String(version.createdBy),
    size_bytes: version.sizeBytes,
    tags: version.tags ?? null,
    aliases: version.aliases ?? null,
  };
  const texts = Object.entries(members).map(
    ([name, value]) => [name, JSON.stringify(value)] as const,
  );
  return objectText([...texts, ['val', version.value]]);
}
