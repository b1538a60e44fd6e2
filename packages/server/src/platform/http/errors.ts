import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RunloomError } from '../errors.ts';

/** An error as every wire format needs it. `internal` errors hold no detail of what went wrong inside. */
export interface DescribedError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * Says what a thrown value means to a client. Anything that is not an expected failure becomes
 * `internal` (500), which clients retry.
 */
export function describeError(error: unknown, requestId: string): DescribedError {
  if (error instanceof RunloomError) {
    return {
      status: error.status,
      code: error.code,
      message: error.message,
      data: error.data,
      retryAfterSeconds: error.retryAfterSeconds,
    };
  }
  const transport = error instanceof Error ? describeTransport(error) : null;
  if (transport) return { ...transport, data: {}, retryAfterSeconds: undefined };
  return {
    status: 500,
    code: 'internal',
    message: `Something went wrong in the server. Its log tells more under request ${requestId}.`,
    data: { requestId },
    retryAfterSeconds: undefined,
  };
}

/** Sends the status and the JSON body of `/api/v1`, and logs what is a bug. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const described = describeError(error, request.id);
  logFailure(error, described, request);
  if (described.retryAfterSeconds !== undefined) {
    reply.header('Retry-After', String(described.retryAfterSeconds));
  }
  if (described.status === 401) reply.header('WWW-Authenticate', 'Bearer realm="runloom"');
  const { code, message, data } = described;
  const body = Object.keys(data).length > 0 ? { code, message, data } : { code, message };
  reply.code(described.status).type('application/json; charset=utf-8').send({ error: body });
}

/** Logs a failure: bugs as errors with their stack, passing faults as warnings, the rest for debugging. */
export function logFailure(
  error: unknown,
  described: DescribedError,
  request: FastifyRequest,
): void {
  const facts = { requestId: request.id, route: request.routeOptions.url, err: error };
  if (described.code === 'internal') request.log.error(facts, 'a request failed');
  else if (described.status === 503) request.log.warn(facts, 'a request has to be repeated');
  else request.log.debug(facts, 'a request was refused');
}

/** Errors in scopes without a handler of their own are answered by `answerError`. */
export function registerErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
}

type Transport = Pick<DescribedError, 'status' | 'code' | 'message'>;

function describeTransport(error: Error): Transport | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ZSTD_')) {
    return {
      status: 400,
      code: 'invalid',
      message: 'The body is not what its Content-Encoding header says.',
    };
  }
  if (!code.startsWith('FST_')) return null;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { status: 413, code: 'too_large', message: 'The body is too large.' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        status: 415,
        code: 'unsupported_media_type',
        message: 'The Content-Type of the body is not one that this address takes.',
      };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return {
        status: 400,
        code: 'invalid',
        message: 'The body is shorter or longer than its Content-Length header says.',
      };
    default: {
      const status = (error as FastifyError).statusCode ?? 500;
      return status < 500 ? { status, code: 'invalid', message: error.message } : null;
    }
  }
}
