import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { VersionId } from '../../../domains/artifacts/index.ts';
import { notFound } from '../../../platform/errors.ts';
import { takeRawBodies } from '../../../platform/http/index.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { decodeGlobalId } from '../graphql/global-id.ts';
import { answerWithoutBody, sendDownload } from './send.ts';

interface TokenParams {
  readonly token: string;
}

/**
 * Files of artifacts: sent to and read from signed addresses, or read with the client's key at the
 * addresses that it makes up itself when it was given none (`artifactsV2`, and `artifacts` of old).
 */
export function registerArtifactTransfers(app: FastifyInstance, deps: WandbDependencies): void {
  const { artifacts } = deps;

  app.register(async (scope) => {
    // Bodies are taken as streams here and never parsed, JSON files neither.
    takeRawBodies(scope);
    scope.put<{ Params: TokenParams }>(
      '/storage/artifacts/:token/*',
      { bodyLimit: Number.MAX_SAFE_INTEGER, config: { policy: 'signed-token' } },
      async (request, reply) => {
        const length = request.headers['content-length'];
        const sizeBytes = length === undefined ? null : Number(length);
        const { md5 } = await artifacts.receiveFile(request.params.token, request.raw, sizeBytes);
        // As S3 names a part, and as the client hands it back.
        reply.header('ETag', `"${Buffer.from(md5, 'base64').toString('hex')}"`);
        return answerWithoutBody(reply);
      },
    );
  });

  for (const folder of ['wandb_artifacts', 'artifact_manifests']) {
    app.get<{ Params: TokenParams }>(
      `/storage/${folder}/:token/*`,
      { config: { policy: 'signed-token' } },
      async (request, reply) =>
        sendDownload(await artifacts.openDownload(request.params.token), request, reply),
    );
  }

  app.get<{ Params: { '*': string } }>(
    '/artifactsV2/*',
    { config: { policy: 'checked-by-domain' } },
    async (request, reply) => {
      const { digest, ids } = readAddress(request);
      const actor = request.getDecorator<Actor>('actor');
      for (const id of ids) {
        const found = await artifacts.getVersion(actor, id, 'read').catch(() => null);
        const content = found && (await artifacts.findContent(found.version, digest));
        if (content) return sendDownload(content, request, reply);
      }
      throw notFound('The file of the artifact');
    },
  );

  app.get<{ Params: { entity: string; digest: string } }>(
    '/artifacts/:entity/:digest',
    { config: { policy: 'checked-by-domain' } },
    async (request, reply) => {
      const actor = request.getDecorator<Actor>('actor');
      const { entity, digest } = request.params;
      const content = await artifacts.findContentOfEntity(actor, entity, digest);
      if (content === null) throw notFound('The file of the artifact');
      return sendDownload(content, request, reply);
    },
  );
}

/** `{region}/{entity}/{project}/{collection}/[{artifact id}/]{id it was sent for}/{digest}/{name}` */
function readAddress(request: FastifyRequest<{ Params: { '*': string } }>): {
  digest: string;
  ids: readonly VersionId[];
} {
  const [, , , , ...rest] = request.params['*'].split('/');
  const at = rest.findIndex((part) => /^[0-9a-f]{32}$/.test(part));
  if (at < 1) throw notFound('The file of the artifact');
  const ids = rest.slice(0, at).flatMap((text) => {
    const id = decodeGlobalId('Artifact', text);
    return id === null ? [] : [id as VersionId];
  });
  return { digest: rest[at] ?? '', ids };
}
