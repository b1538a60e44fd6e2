import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { NodeDescriber, NodeFacts } from '../lineage/index.ts';
import { selectCollections, toCollection } from './rows.ts';
import { artifactTables, inSlices } from './tables.ts';
import type { CollectionId, VersionId } from './types.ts';
import { getVersions } from './version-store.ts';

/** What the lineage graph is told of versions and of the collections they are linked into. */
export function createArtifactDescribers(metadata: MetadataStore): readonly NodeDescriber[] {
  const db = artifactTables(metadata);
  return [
    {
      kind: 'artifact',
      async describe(keys) {
        const facts = new Map<string, NodeFacts>();
        for (const [id, version] of await getVersions(db, keys.map(Number) as VersionId[])) {
          if (version.state !== 'committed') continue;
          const { projectId, collectionName, index, typeName, createdAt } = version;
          facts.set(String(id), {
            projectId,
            name: `${collectionName}:v${index}`,
            type: typeName,
            createdAt,
            path: ['artifacts', typeName, collectionName, `v${index}`],
          });
        }
        return facts;
      },
    },
    {
      kind: 'collection',
      async describe(keys) {
        const facts = new Map<string, NodeFacts>();
        await inSlices(keys.map(Number) as CollectionId[], async (slice) => {
          const rows = await selectCollections(db)
            .where('c.id', 'in', slice)
            .where('c.deleted_at', 'is', null)
            .execute();
          for (const { id, projectId, name, typeName, createdAt } of rows.map(toCollection)) {
            const path = ['artifacts', typeName, name];
            facts.set(String(id), { projectId, name, type: typeName, createdAt, path });
          }
        });
        return facts;
      },
    },
  ];
}
