import type { FastifyRequest } from 'fastify';
import type { UserActor } from '../../../domains/accounts/index.ts';
import type { AskAs, AskEvidence, AskedAnswer } from '../../../domains/reports/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { Errands } from '../../../platform/http/index.ts';
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
  return asker(request, findFiles, carried(request, CARRIED));
}

/** The same as somebody who is not there, while the work goes on. Nothing of the reader's is carried. */
export function askOnErrands(
  request: FastifyRequest,
  errands: Errands<UserActor>,
  findFiles: FindShownFiles,
): AskAs {
  const place = carried(request, ['host']);
  return (actor, work) =>
    errands.run(actor, (key) =>
      work(asker(request, findFiles, { ...place, authorization: `Bearer ${key}` })),
    );
}

function carried(
  request: FastifyRequest,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function asker(
  request: FastifyRequest,
  findFiles: FindShownFiles,
  headers: Readonly<Record<string, string>>,
): AskEvidence {
  const { server, ip } = request;
  return async (asked): Promise<AskedAnswer> => {
    if (!isRecordable(asked)) {
      throw invalid(`${asked.method} ${asked.path.slice(0, 300)} is nothing that a report shows.`);
    }
    const answer = await server.inject({
      method: asked.method,
      url: asked.path,
      remoteAddress: ip,
      headers: {
        ...headers,
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
