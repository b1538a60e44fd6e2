import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentHeaders } from './content-headers.ts';
import { type ByteRange, readRange } from './range.ts';

/** Something to send, with what it says of itself. */
export interface Sendable {
  readonly name: string;
  readonly mimeType: string;
  /** Of the content: the same digest means the same bytes. */
  readonly digest: string;
  readonly sizeBytes: number;
  open(range?: ByteRange): Promise<Readable>;
}

/** Answers with the content, or the range of it that is asked for; nothing when the asker has it. */
export async function sendDownload(
  file: Sendable,
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
    return reply.send(await bodyOf(file, request));
  }
  reply.code(206);
  reply.header('Content-Range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  reply.header('Content-Length', range.end - range.start + 1);
  return reply.send(await bodyOf(file, request, range));
}

/**
 * Says that an upload was taken by the status and the headers alone. The client (wandb-core) neither reads
 * nor closes what it is answered: over a body it would leave a connection behind with every file.
 */
export const answerWithoutBody = (reply: FastifyReply): FastifyReply => reply.code(200).send();

/** A stream also for who asks for the headers alone: of a text the length would be told instead of the file's. */
async function bodyOf(
  file: Sendable,
  { method }: FastifyRequest,
  range?: ByteRange,
): Promise<Readable> {
  return method === 'HEAD' ? Readable.from([]) : file.open(range);
}
