import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { Files, RunFile } from '../../../domains/files/index.ts';
import { notFound } from '../../../platform/errors.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { normalizeFileName } from '../paths.ts';
import { contentHeaders } from './content-headers.ts';
import { readRange } from './range.ts';

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
      return sendFile(files, file, request, reply);
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
      return sendFile(files, file, request, reply);
    },
  );
}

async function sendFile(
  files: Files,
  file: RunFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const etag = `"${file.digest}"`;
  reply.headers({ ...contentHeaders(file), ETag: etag, 'Cache-Control': 'private, no-cache' });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const ifRange = request.headers['if-range'];
  const wanted = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = readRange(wanted, file.sizeBytes);
  if (range === 'unsatisfiable') {
    reply.header('Content-Range', `bytes */${file.sizeBytes}`);
    return reply.code(416).send();
  }
  if (range === null) {
    reply.header('Content-Length', file.sizeBytes);
    return reply.send(request.method === 'HEAD' ? '' : await files.open(file));
  }
  reply.code(206);
  reply.header('Content-Range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  reply.header('Content-Length', range.end - range.start + 1);
  return reply.send(request.method === 'HEAD' ? '' : await files.open(file, range));
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const own = new URL(request.getDecorator<string>('baseUrl')).origin;
  if (request.headers.origin === own) {
    reply.header('Access-Control-Allow-Origin', own);
    reply.header('Access-Control-Allow-Methods', 'GET');
  }
  return reply.code(204).send();
}
