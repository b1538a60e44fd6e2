import type { Readable, Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { invalid, RunloomError } from '../errors.ts';

/**
 * JSON is the only body that routes take unless they register a parser of their own; plain text and
 * forms are what pages of other sites could send without asking. Bodies that came compressed are
 * unpacked before any parser sees them, and the route's `bodyLimit` holds for the unpacked size;
 * routes with a signed token get the bytes as sent.
 */
export function registerRequestBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseJson(body),
  );
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase();
    if (encoding === undefined || encoding === '' || encoding === 'identity') return payload;
    if (request.routeOptions.config.policy === 'signed-token') return payload;
    delete request.headers['content-encoding'];
    return unpack(payload as Readable, decompressor(encoding));
  });
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

class UnsupportedEncodingError extends RunloomError {
  constructor(encoding: string) {
    super(
      'invalid',
      `The Content-Encoding ${JSON.stringify(encoding)} is not known here. Send gzip, deflate, br, zstd or nothing.`,
    );
  }

  override get status(): number {
    return 415;
  }
}

function decompressor(encoding: string): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      throw new UnsupportedEncodingError(encoding);
  }
}

/**
 * The unpacked stream reports how many packed bytes it has read, which Fastify compares with
 * Content-Length. Unlike `pipeline`, a stop in reading leaves the request open to be answered.
 */
function unpack(source: Readable, target: Transform): Readable & { receivedEncodedLength: number } {
  const unpacked = Object.assign(target, { receivedEncodedLength: 0 });
  source.on('data', (chunk: Buffer) => {
    unpacked.receivedEncodedLength += chunk.length;
  });
  source.on('error', (error) => unpacked.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) unpacked.destroy(new Error('the client went away'));
  });
  source.pipe(unpacked);
  return unpacked;
}
