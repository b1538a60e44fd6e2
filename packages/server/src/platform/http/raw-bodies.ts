import type { FastifyInstance } from 'fastify';

/**
 * Takes bodies as streams, never parsed, whatever type they say they are of. Clients send none, an
 * empty one, or one that is no media type (wandb 0.31 with each part of a large file): before a
 * parser is looked for, all of them are bytes.
 */
export function takeRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  scope.addHook('onRequest', async (request) => {
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
}
