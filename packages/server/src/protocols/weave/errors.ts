import type { FastifyReply, FastifyRequest } from 'fastify';
import { RunloomError } from '../../platform/errors.ts';
import { describeError, logFailure } from '../../platform/http/errors.ts';

/** One thing that is wrong with a body, as FastAPI words it. */
export interface SchemaIssue {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/**
 * A body, or one item of it, that is not what the address takes: 422. A client that sent many items
 * then looks for the bad one by halves.
 */
export class SchemaError extends RunloomError {
  readonly issues: readonly SchemaIssue[];

  constructor(message: string, where: string | readonly SchemaIssue[]) {
    super('invalid', message);
    this.issues =
      typeof where === 'string'
        ? [{ loc: ['body', where], msg: message, type: 'value_error' }]
        : where;
  }

  override get status(): number {
    return 422;
  }
}

/**
 * Errors as Weave's clients read them: `reason` for people, `detail` as FastAPI has it. Passing faults
 * are 503, 429 or 500, which clients send again; a conflict says by a header that they should not.
 */
export function answerWeaveError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const described = describeError(error, request.id);
  logFailure(error, described, request);
  if (described.retryAfterSeconds !== undefined) {
    reply.header('Retry-After', String(described.retryAfterSeconds));
  }
  if (described.status === 401) reply.header('WWW-Authenticate', 'Basic realm="runloom"');
  if (described.status === 409) reply.header('x-should-retry', 'false');
  const { deletedAt } = described.data;
  reply
    .code(described.status)
    .type('application/json; charset=utf-8')
    .send({
      reason: described.message,
      detail: error instanceof SchemaError ? error.issues : described.message,
      ...(typeof deletedAt === 'number' && { deleted_at: new Date(deletedAt).toISOString() }),
    });
}
