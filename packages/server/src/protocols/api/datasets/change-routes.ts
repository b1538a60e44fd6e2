import {
  DatasetChangeKind,
  DatasetChanges,
  type ExactJson,
  parseExactJson,
  stringifyExact,
  toApiJson,
} from '@runloom/model';
import { z } from 'zod';
import type {
  DatasetComparison,
  Datasets,
  DatasetVersion,
} from '../../../domains/datasets/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';

const Version = z.string().min(1).max(128);

const ChangesQuery = z.object({
  from: Version,
  to: Version,
  kind: DatasetChangeKind.optional(),
  skip: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

interface Place {
  readonly kind: DatasetChangeKind;
  readonly from: number | null;
  readonly to: number | null;
}

/** What differs between two versions. */
export function datasetChangeRoutes({ projects, datasets }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/datasets/{name}/changes',
      summary: 'Rows that were added, removed and changed between two versions, cell by cell',
      policy: 'checked-by-domain',
      query: ChangesQuery,
      answer: { json: DatasetChanges },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const compared = await datasets.compare(project, params.name, query.from, query.to);
        const { from, to, difference } = compared;
        const places = placesOf(compared).filter(
          ({ kind }) => query.kind === undefined || kind === query.kind,
        );
        const page = places.slice(query.skip, query.skip + query.limit);
        return {
          from: headOf(from),
          to: headOf(to),
          counts: {
            added: difference.added.length,
            removed: difference.removed.length,
            changed: difference.changed.length,
            unchanged: difference.unchangedCount,
          },
          isReordered: difference.isReordered,
          rows: await rowsOf(datasets, project, compared, page),
        };
      },
    }),
  ];
}

const headOf = ({ object, rowCount }: DatasetVersion) => ({
  digest: object.digest,
  versionIndex: object.versionIndex,
  rowCount,
});

/** In the order in which the rows stand. */
function placesOf({ difference }: DatasetComparison): readonly Place[] {
  const places: Place[] = [
    ...difference.changed.map(({ from, to }) => ({ kind: 'changed' as const, from, to })),
    ...difference.added.map((to) => ({ kind: 'added' as const, from: null, to })),
    ...difference.removed.map((from) => ({ kind: 'removed' as const, from, to: null })),
  ];
  const at = ({ from, to }: Place): number => to ?? from ?? 0;
  return places.sort((a, b) => at(a) - at(b));
}

async function rowsOf(
  datasets: Pick<Datasets, 'readRows'>,
  project: Project,
  { from, to }: DatasetComparison,
  places: readonly Place[],
): Promise<DatasetChanges['rows']> {
  const read = async (version: DatasetVersion, side: 'from' | 'to') => {
    const wanted = places.flatMap((place) => place[side] ?? []);
    const rows = await datasets.readRows(project, version.tableDigest, wanted);
    return new Map(rows.map(({ index, value }) => [index, parseExactJson(value)]));
  };
  const [before, after] = [await read(from, 'from'), await read(to, 'to')];
  return places.map((place) => {
    const old = place.from === null ? null : (before.get(place.from) ?? null);
    const now = place.to === null ? null : (after.get(place.to) ?? null);
    return {
      kind: place.kind,
      fromIndex: place.from,
      toIndex: place.to,
      before: toApiJson(old),
      after: toApiJson(now),
      columns: differing(old, now),
    };
  });
}

function differing(before: ExactJson, after: ExactJson): string[] {
  if (!(before instanceof Map) || !(after instanceof Map)) return [];
  const text = (value: ExactJson | undefined): string | null =>
    value === undefined ? null : stringifyExact(value);
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (column) => text(before.get(column)) !== text(after.get(column)),
  );
}
