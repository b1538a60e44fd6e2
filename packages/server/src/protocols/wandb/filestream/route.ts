import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../../domains/accounts/index.ts';
import type { StreamChunk } from '../../../domains/ingest/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { readChunk } from './chunk.ts';
import { type Envelope, readEnvelope } from './envelope.ts';

/** The client aims at 10 MiB and sends a single longer line whole; 413 would end its stream for good. */
const BODY_LIMIT = 64 * 1024 * 1024;

interface Params {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

/**
 * `POST /files/{entity}/{project}/{run}/file_stream`: rows, system metrics, console lines, summary,
 * heartbeats and the exit code of a run. Answered once all of it is durable. The only thing the client
 * reads in the answer is `stopped`.
 */
export function registerFilestream(app: FastifyInstance, { ingest }: WandbDependencies): void {
  app.register(async (stream) => {
    // Read here, since most of it needs no reading.
    stream.removeContentTypeParser('application/json');
    stream.addContentTypeParser<Buffer>(
      'application/json',
      { parseAs: 'buffer' },
      async (_request: unknown, body: Buffer) => body,
    );
    registerRoute(stream, ingest);
  });
}

function registerRoute(app: FastifyInstance, ingest: WandbDependencies['ingest']): void {
  app.post<{ Params: Params }>(
    '/files/:entity/:project/:run/file_stream',
    { bodyLimit: BODY_LIMIT, config: { policy: 'checked-by-domain' } },
    async (request) => {
      const actor = request.getDecorator<Actor>('actor');
      const chunk = { ...readBody(request.body), ...readMode(request.headers) };
      const { stopRequested } = await ingest.append(actor, request.params, chunk);
      return { stopped: stopRequested };
    },
  );
}

function readBody(bytes: unknown): StreamChunk {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return readChunk(undefined);
  const { body, history } = parseEnvelope(bytes);
  return readChunk(body, history);
}

function parseEnvelope(bytes: Buffer): Envelope {
  try {
    return readEnvelope(bytes);
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

/** In shared mode each process names itself; by a setting the client leaves summaries to the server. */
function readMode(headers: IncomingHttpHeaders): Pick<StreamChunk, 'writer' | 'derivesSummary'> {
  const derivesSummary = headers['x-wandb-server-side-derived-summary'] === 'true';
  const writer = headers['x-wandb-async-client-id'];
  const isShared = headers['x-wandb-use-async-filestream'] === 'true';
  return {
    ...(isShared && typeof writer === 'string' && writer !== '' && { writer }),
    ...(derivesSummary && { derivesSummary }),
  };
}
