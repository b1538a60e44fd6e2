import { text as readText } from 'node:stream/consumers';
import { memberText, stringOf } from '@runloom/model';
import { sql } from 'kysely';
import { nullIfNotFound } from '../../platform/errors.ts';
import type { ObjectRoom } from './room.ts';
import { inSlices } from './schema.ts';
import type { ObjectSummary, Objects } from './types.ts';

const SOURCE_FILE = 'obj.py';

/** What lists and pages of objects and ops show. */
export function createSummaries(
  { db }: Pick<ObjectRoom, 'db'>,
  { query, openFile }: Pick<Objects, 'query' | 'openFile'>,
): Pick<Objects, 'summarize' | 'readOpSource'> {
  return {
    async summarize(project, filter = {}) {
      const latest = await query(project, {
        filter: { ...filter, latestOnly: true },
        metadataOnly: true,
        includesLabels: true,
        sort: [{ field: 'created_at', direction: 'desc' }],
      });
      const names = [...new Set(latest.map(({ name }) => name))];
      const counts = await inSlices(names, (slice) =>
        db
          .selectFrom('weave_versions as v')
          .innerJoin('weave_objects as o', 'o.id', 'v.object_id')
          .select(['o.kind', 'o.name', 'o.base_class'])
          .select(sql<number>`count(*)`.as('versions'))
          .select(sql<number>`min(v.created_at)`.as('first'))
          .where('o.project_id', '=', project)
          .where('o.name', 'in', slice)
          .where('v.deleted_at', 'is', null)
          .groupBy(['o.kind', 'o.name', 'o.base_class'])
          .execute(),
      );
      const known = new Map(counts.map((row) => [`${row.kind} ${row.name}`, row]));
      return latest.map((version): ObjectSummary => {
        const row = known.get(`${version.kind} ${version.name}`);
        return {
          name: version.name,
          kind: version.kind,
          baseClass: row?.base_class ?? version.baseClass,
          versionCount: Number(row?.versions ?? 1),
          latest: version,
          firstCreatedAt: Number(row?.first ?? version.createdAt),
        };
      });
    },

    async readOpSource(version) {
      const files = memberText(version.value, 'files');
      const digest = files === null ? null : stringOf(memberText(files, SOURCE_FILE));
      if (digest === null) return null;
      return openFile(version.projectId, digest).then(readText).catch(nullIfNotFound);
    },
  };
}
