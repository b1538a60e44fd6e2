import { ArtifactReferenceView } from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import { referredVersion, type Version, type VersionId } from '../../domains/artifacts/index.ts';
import { nullIfNotFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** A file of a version; the version itself when the path is empty. */
export interface Place {
  readonly version: Version;
  readonly path: string;
}

/**
 * What clients write when they mean an artifact or a file in one (wandb 0.31): its client's id after
 * `wandb-client-artifact://`, ours in hex after `wandb-artifact://`, or as it is after
 * `wandb-artifact://_id/`. Null for what is not there, or not to be seen.
 */
export async function findPlace(
  { artifacts }: ApiDeps,
  actor: Actor,
  reference: string,
): Promise<Place | null> {
  const [, clientId, clientPath = ''] =
    /^wandb-client-artifact:\/\/([^/:]+)(?:\/(.*))?$/s.exec(reference) ?? [];
  const [, path = ''] = /^wandb-artifact:\/\/[0-9a-f]+\/(.*)$/is.exec(reference) ?? [];
  const id =
    clientId === undefined
      ? (referredVersion(reference) as VersionId | null)
      : await artifacts.findByClientId(actor, clientId);
  if (id === null) return null;
  const found = await artifacts.getVersion(actor, id, 'read').catch(nullIfNotFound);
  if (found === null) return null;
  return { version: found.version, path: clientId === undefined ? path : clientPath };
}

/** Where the page of something is that a value of a run, or another artifact, refers to. */
export function artifactReferenceRoutes(deps: ApiDeps): ApiRoute[] {
  const { artifacts, projects } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: '/artifact-references',
      summary: 'The version that a client means by wandb-artifact:// or wandb-client-artifact://',
      policy: 'checked-by-domain',
      query: z.object({ reference: z.string().min(1).max(8_192) }),
      answer: { json: ArtifactReferenceView },
      async handle({ actor, query }) {
        const place = await findPlace(deps, actor, query.reference);
        if (place === null) return { target: null };
        // The sequence it was made in first, else a portfolio through which it may be seen.
        const [membership] = await artifacts.membershipsOf(actor, place.version.id);
        if (membership === undefined) return { target: null };
        const { collection, index } = membership;
        const project = await projects.get(actor, collection.projectId, 'read');
        return {
          target: {
            entity: project.entityName,
            project: project.name,
            type: collection.typeName,
            artifact: collection.name,
            version: `v${index}`,
            path: place.path,
          },
        };
      },
    }),
  ];
}
