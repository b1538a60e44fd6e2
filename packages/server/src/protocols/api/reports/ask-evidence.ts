import type { FastifyRequest } from 'fastify';
import type { AskEvidence, AskedAnswer } from '../../../domains/reports/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { isRecordable, keepsFiles } from './evidence-allow-list.ts';
import type { FindShownFiles } from './shown-files.ts';

/** Credentials and what tells the routes who and where the asker is. */
const CARRIED = ['authorization', 'cookie', 'host', 'origin'] as const;

/**
 * Carries out requests of blocks within the server, with the credentials of who asks: the check of
 * hosts, the policies of the routes and the rules of the domains are the same as from outside. So are
 * the files: those that the answers lead who asks to, and no others.
 */
export function askAs(request: FastifyRequest, findFiles: FindShownFiles): AskEvidence {
  const carried = Object.fromEntries(
    CARRIED.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return async (asked): Promise<AskedAnswer> => {
    if (!isRecordable(asked)) {
      throw invalid(`${asked.method} ${asked.path.slice(0, 300)} is nothing that a report shows.`);
    }
    const answer = await request.server.inject({
      method: asked.method,
      url: asked.path,
      remoteAddress: request.ip,
      headers: {
        ...carried,
        'x-runloom-client': 'web',
        accept: asked.accept ?? 'application/json',
        ...(asked.body === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(asked.body === null ? {} : { payload: asked.body }),
    });
    const contentType = String(answer.headers['content-type'] ?? 'application/octet-stream');
    const isText = /^(?:text\/|application\/json\b|application\/x-ndjson\b)/.test(contentType);
    const encoding = isText ? 'text' : 'base64';
    const body = isText ? answer.payload : answer.rawPayload.toString('base64');
    const files =
      isText && answer.statusCode === 200 && keepsFiles(asked) ? await findFiles(body) : [];
    return { answer: { status: answer.statusCode, contentType, encoding, body }, files };
  };
}
