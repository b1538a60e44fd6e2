import { ArtifactReceipt, ArtifactTrash } from '@runloom/model';
import type { CollectionId, VersionId } from '../../domains/artifacts/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const TRASH = '/projects/{entity}/{project}/artifact-trash';

/** Artifacts and versions that were deleted: to take back, or to remove for good. */
export function artifactTrashRoutes({ artifacts, projects }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: TRASH,
      summary: 'Deleted versions of a project, and what earlier removals freed',
      policy: 'checked-by-domain',
      answer: { json: ArtifactTrash },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const deleted = await artifacts.listDeleted(project);
        const collections = await artifacts.listDeletedCollections(project);
        return {
          collections: collections.map(({ collection, ...rest }) => ({
            ...rest,
            id: collection.id,
            name: collection.name,
            type: collection.typeName,
            kind: collection.kind,
          })),
          versions: deleted.map(({ version, deletedAt, expiresAt }) => ({
            id: version.id,
            artifact: version.collectionName,
            version: `v${version.index}`,
            type: version.typeName,
            sizeBytes: version.sizeBytes,
            deletedAt,
            expiresAt,
          })),
          receipts: [...(await artifacts.listReceipts(project))],
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${TRASH}/{id}/restore`,
      summary: 'Take a version back from the trash',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        await artifacts.restoreVersion(actor, project, readId<VersionId>(params.id));
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${TRASH}/artifacts/{id}/restore`,
      summary: 'Take a whole artifact back from the trash, with its versions and aliases',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        await artifacts.restoreCollection(actor, project, readId<CollectionId>(params.id));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${TRASH}/artifacts/{id}`,
      summary: 'Remove a whole deleted artifact for good; answers what was freed',
      policy: 'checked-by-domain',
      answer: { json: ArtifactReceipt },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        return artifacts.purgeCollection(actor, project, readId<CollectionId>(params.id));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${TRASH}/{id}`,
      summary: 'Remove a deleted version for good; answers what was freed',
      policy: 'checked-by-domain',
      answer: { json: ArtifactReceipt },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'delete');
        return artifacts.purgeVersion(actor, project, readId<VersionId>(params.id));
      },
    }),
  ];
}

function readId<Id extends number>(text: string): Id {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id as Id;
  throw notFound('What was deleted');
}
