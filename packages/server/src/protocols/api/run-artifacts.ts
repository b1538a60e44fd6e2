import { RunArtifactList } from '@runloom/model';
import { z } from 'zod';
import type { VersionId } from '../../domains/artifacts/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** More than a page can show. */
const MOST_LISTED = 2_000;

/** What a run used and made. */
export function runArtifactRoutes(deps: ApiDeps): ApiRoute[] {
  const { artifacts, lineage } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/artifacts',
      summary: 'Artifacts that a run used (`input`) or made (`output`)',
      policy: 'checked-by-domain',
      query: z.object({ relation: z.enum(['input', 'output']) }),
      answer: { json: RunArtifactList },
      async handle({ actor, params, query }) {
        const { run } = await findRun(deps, actor, params);
        const { edges, hiddenCount, isCut } = await lineage.follow(
          actor,
          [{ kind: 'run', key: String(run.id) }],
          {
            direction: query.relation === 'input' ? 'upstream' : 'downstream',
            kinds: ['artifact'],
            limit: MOST_LISTED,
          },
        );
        const asked = edges.filter(({ relation }) => relation === query.relation);
        const ids = asked.map(({ to }) => Number(to.key) as VersionId);
        const versions = new Map(
          (await artifacts.getVersions(actor, ids)).map((version) => [String(version.id), version]),
        );
        const names = await artifacts.namesOf(ids);
        return {
          artifacts: asked.flatMap(({ to, label }) => {
            const version = versions.get(to.key);
            if (version === undefined) return [];
            const { collectionId, collectionName, typeName, sizeBytes, fileCount } = version;
            return {
              entity: to.entityName,
              project: to.projectName,
              artifact: collectionName,
              version: `v${version.index}`,
              type: typeName,
              aliases: (names.get(version.id)?.aliases ?? [])
                .filter((alias) => alias.collectionId === collectionId)
                .map(({ alias }) => alias),
              sizeBytes,
              fileCount,
              createdAt: version.createdAt,
              usedAs: label,
            };
          }),
          hiddenCount,
          isCut,
        };
      },
    }),
  ];
}
