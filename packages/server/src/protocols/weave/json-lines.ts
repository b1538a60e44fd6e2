import { Readable } from 'node:stream';
import { oneLine } from '@runloom/model';
import type { FastifyReply } from 'fastify';

/**
 * Answers with one JSON text a line. What fails before the first page is answered as an error; later
 * the connection is cut, since a line is all that a client understands.
 */
export async function sendLines(
  reply: FastifyReply,
  pages: AsyncIterable<readonly string[]>,
): Promise<FastifyReply> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* lines(): AsyncGenerator<string> {
    try {
      for (let page = first; !page.done; page = await iterator.next()) {
        // Pieces of bounded size: a page may hold calls of many megabytes.
        let piece = '';
        for (const line of page.value) {
          piece += `${oneLine(line)}\n`;
          if (piece.length < PIECE_LENGTH) continue;
          yield piece;
          piece = '';
        }
        if (piece !== '') yield piece;
      }
    } finally {
      await iterator.return?.();
    }
  }
  reply.type('application/jsonl; charset=utf-8');
  return reply.send(Readable.from(lines(), { objectMode: false }));
}

const PIECE_LENGTH = 64 * 1024;

/** A list as the one page of a stream. */
export async function* onePage(lines: readonly string[]): AsyncGenerator<readonly string[]> {
  yield lines;
}
