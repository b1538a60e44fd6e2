import type { FastifyInstance } from 'fastify';
import { takeRawBodies } from '../../../platform/http/index.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { answerWithoutBody } from './send.ts';

/**
 * `PUT /storage/uploads/{token}/{name}`: the client sends a file without its key; the token names the
 * run and the file. The bytes go to the store as they come, whatever their type or size.
 */
export function registerUploads(app: FastifyInstance, { files }: WandbDependencies): void {
  app.register(async (scope) => {
    // Bodies are taken as streams here and never parsed, JSON files neither.
    takeRawBodies(scope);

    scope.put<{ Params: { token: string } }>(
      '/storage/uploads/:token/*',
      { bodyLimit: Number.MAX_SAFE_INTEGER, config: { policy: 'signed-token' } },
      async (request, reply) => {
        const length = request.headers['content-length'];
        const sizeBytes = length === undefined ? null : Number(length);
        const file = await files.receiveUpload(request.params.token, request.raw, sizeBytes);
        reply.header('ETag', `"${file.digest}"`);
        return answerWithoutBody(reply);
      },
    );
  });
}
