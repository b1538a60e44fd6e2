import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { Files, RunFile } from '../../../domains/files/index.ts';
import { notFound } from '../../../platform/errors.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { normalizeFileName } from '../paths.ts';
import { type Sendable, sendDownload } from './send.ts';

interface FileParams {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  readonly '*': string;
}

/**
 * Files of runs, read back: with the client's key at `/files/{entity}/{project}/{run}/{name}`, and
 * for a short time without one at `/storage/downloads/{token}/{name}`.
 */
export function registerDownloads(app: FastifyInstance, deps: WandbDependencies): void {
  const { files, projects, runs } = deps;

  app.get<{ Params: FileParams }>(
    '/files/:entity/:project/:run/*',
    { config: { policy: 'checked-by-domain' } },
    async (request, reply) => {
      const { entity, project: projectName, run: runName, '*': path } = request.params;
      const actor = request.getDecorator<Actor>('actor');
      const project = await projects.find(actor, entity, projectName, 'read');
      const run = await runs.findIn(project, runName);
      const file = run === null ? null : await files.find(run, normalizeFileName(path));
      if (file === null) throw notFound(`The file ${path}`);
      return sendDownload(fileDownload(files, file), request, reply);
    },
  );

  // `wandb verify` asks whether a page of this very address may read files.
  app.options(
    '/files/*',
    { config: { policy: 'public', ignoresCredentials: true } },
    (request, reply) => answerPreflight(request, reply),
  );

  app.get<{ Params: { token: string } }>(
    '/storage/downloads/:token/*',
    { config: { policy: 'signed-token' } },
    async (request, reply) => {
      const { file, body } = await files.openDownload(request.params.token);
      // Opened again below for the range that is wanted.
      body.destroy();
      return sendDownload(fileDownload(files, file), request, reply);
    },
  );
}

const fileDownload = (files: Files, file: RunFile): Sendable => ({
  ...file,
  open: (range) => files.open(file, range),
});

function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const own = new URL(request.getDecorator<string>('baseUrl')).origin;
  if (request.headers.origin === own) {
    reply.header('Access-Control-Allow-Origin', own);
    reply.header('Access-Control-Allow-Methods', 'GET');
  }
  return reply.code(204).send();
}
