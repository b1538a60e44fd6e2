import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, execute, type GraphQLError, getOperationAST } from 'graphql';
import { type Actor, refuseReadingKey } from '../../../domains/accounts/index.ts';
import { type DescribedError, describeError, logFailure } from '../../../platform/http/errors.ts';
import { SpareMemory } from '../../../platform/spare-memory.ts';
import type { WandbDependencies } from '../dependencies.ts';
import { createAnnouncedScans } from './announced-scans.ts';
import { type Context, createContext } from './context.ts';
import { createDocuments } from './documents.ts';
import { readEnvelope } from './envelope.ts';
import { createKeyTexts } from './key-texts.ts';
import type { PreparedParts } from './prepared-parts.ts';
import { createSchema } from './schema.ts';
import { dropUnknownNulls } from './variables.ts';

/** `wandb verify` sends 10 MB in one variable. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** A request that was wrong as a whole, before anything was done. */
const REFUSED = 400;

interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * `POST /graphql`. What was wrong with the request as a whole is answered with 400; a field that
 * failed with 200 and `errors`, which the client shows and does not retry; a fault that passes (503,
 * 429) or a bug (500) with its status, so that the client comes back; a missing key with 401, a
 * missing right with 403 or 404, and a name that is taken with 409.
 */
export function registerGraphql(app: FastifyInstance, deps: WandbDependencies): void {
  const schema = createSchema();
  const prepare = createDocuments(schema);
  const memory = new SpareMemory();
  const lasting = { announcedScans: createAnnouncedScans(), keyTexts: createKeyTexts() };

  app.route({
    method: 'POST',
    url: '/graphql',
    bodyLimit: BODY_LIMIT,
    config: { policy: 'checked-by-domain', refusesQuietly: true },
    errorHandler: (error, request, reply) => answerFailure([error], request, reply),
    async handler(request, reply) {
      const { query, variables, operationName } = readEnvelope(request.body);
      const actor = await whoActs(request, deps);
      const prepared = prepare(query, actor.kind === 'user');
      if (prepared.errors) return send(reply, REFUSED, { errors: prepared.errors.map(plain) });
      const { document } = prepared;
      if (getOperationAST(document, operationName)?.operation === 'mutation') {
        refuseReadingKey(actor);
      }
      const context = createContext(deps, actor, request, lasting, memory);
      const result = await execute({
        schema,
        document,
        variableValues: dropUnknownNulls(schema, document, operationName, variables),
        operationName,
        contextValue: context,
      });
      return answerResult(result, request, reply, context);
    },
  });
}

/** A service account may make things in the name of a member of its team. */
function whoActs(request: FastifyRequest, deps: WandbDependencies): Promise<Actor> {
  const username = request.headers['x-wandb-username'];
  const actor = request.getDecorator<Actor>('actor');
  return deps.accounts.actFor(actor, typeof username === 'string' ? username : '');
}

function answerResult(
  result: ExecutionResult,
  request: FastifyRequest,
  reply: FastifyReply,
  { prepared }: Context,
): FastifyReply {
  if (result.errors === undefined) return send(reply, 200, result, prepared);
  // Without data nothing was executed: a variable was wrong.
  if (result.data === undefined) return send(reply, REFUSED, { errors: result.errors.map(plain) });
  const described = result.errors.map((error) => describe(error, request));
  const errors = result.errors.map((error, index) => explain(error, described[index]));
  const worst = worstStatus(described) ?? refusal(result, described);
  if (worst === null) return send(reply, 200, { data: result.data, errors }, prepared);
  return send(retryAfter(reply, worst), worst.status, { errors });
}

/** Answers what was thrown outside of the execution. */
function answerFailure(
  errors: readonly unknown[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const described = errors.map((error) => describe(error, request));
  const status = described[0]?.status ?? 500;
  const body = {
    errors: described.map((one) => ({ message: one.message, extensions: { code: one.code } })),
  };
  return send(described[0] ? retryAfter(reply, described[0]) : reply, status, body);
}

function describe(error: unknown, request: FastifyRequest): DescribedError {
  const cause = (error as GraphQLError).originalError ?? error;
  const described = describeError(cause, request.id);
  logFailure(cause, described, request);
  return described;
}

/** The failure that decides about the status: one that the client can do something about by itself. */
function worstStatus(described: readonly DescribedError[]): DescribedError | null {
  for (const status of [503, 429, 500, 401]) {
    const found = described.find((one) => one.status === status);
    if (found) return found;
  }
  return null;
}

/** The refusal when nothing at all was done: with its status, the client shows the message as it is. */
function refusal(
  { data }: ExecutionResult,
  described: readonly DescribedError[],
): DescribedError | null {
  if (Object.values(data ?? {}).some((value) => value !== null)) return null;
  const [first] = described;
  // Of runs the client takes a conflict for a fault that passes, and tries again for days.
  const mayConflict = !Object.hasOwn(data ?? {}, 'upsertBucket');
  const isRefused =
    first?.status === 403 || first?.status === 404 || (first?.status === 409 && mayConflict);
  return isRefused && described.every(({ status }) => status === first.status) ? first : null;
}

function explain(error: GraphQLError, described: DescribedError | undefined): WireError {
  return {
    message: described?.message ?? error.message,
    ...(error.path && { path: error.path }),
    ...(described && { extensions: { code: described.code, ...described.data } }),
  };
}

const plain = (error: GraphQLError): WireError => ({
  message: error.message,
  ...(error.path && { path: error.path }),
});

function retryAfter(reply: FastifyReply, described: DescribedError): FastifyReply {
  if (described.retryAfterSeconds !== undefined) {
    reply.header('Retry-After', String(described.retryAfterSeconds));
  }
  return reply;
}

function send(
  reply: FastifyReply,
  status: number,
  body: object,
  prepared?: PreparedParts,
): FastifyReply {
  const json = JSON.stringify(body);
  const content = prepared === undefined ? json : prepared.fill(json);
  // Of one that is cut off the memory is left to the collector: it may still be on its way.
  if (prepared !== undefined) reply.raw.once('finish', () => prepared.release());
  return reply.code(status).type('application/json; charset=utf-8').send(content);
}
