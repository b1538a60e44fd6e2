import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import { invalid } from '../../platform/errors.ts';
import { audited } from '../audit/index.ts';
import { weaveAction, weaveTrace } from './audit.ts';
import { answerWeaveError, SchemaError } from './errors.ts';

/** Clients aim at 31 MiB a request, but a single larger item is tried as well. */
const BODY_LIMIT_BYTES = 128 * 1024 * 1024;

/** One request of a client: its body as text, so that numbers can keep their form, or read by a schema. */
export interface WeaveRequest {
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  /** The body as it was sent; checked to be JSON. */
  text(): string;
  /** @throws SchemaError that names every field that is wrong */
  body<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  query<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One address of the trace server. What it returns is sent as JSON, a string as JSON text. */
export interface WeaveRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: string;
  readonly handle: (request: WeaveRequest) => Promise<unknown>;
  /** Answered to everyone, before anything is looked up. */
  readonly isPublic?: boolean;
}

export const post = (path: string, handle: WeaveRoute['handle']): WeaveRoute => ({
  method: 'POST',
  path,
  handle,
});
export const get = (path: string, handle: WeaveRoute['handle']): WeaveRoute => ({
  method: 'GET',
  path,
  handle,
});
export const put = (path: string, handle: WeaveRoute['handle']): WeaveRoute => ({
  method: 'PUT',
  path,
  handle,
});
export const remove = (path: string, handle: WeaveRoute['handle']): WeaveRoute => ({
  method: 'DELETE',
  path,
  handle,
});

/** JSON that is sent as it stands. */
export class JsonAnswer {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Registers the routes on a scope of their own, with bodies kept as bytes and errors in Weave's words. */
export function registerWeaveRoutes(scope: FastifyInstance, routes: readonly WeaveRoute[]): void {
  scope.setErrorHandler(answerWeaveError);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => body,
  );
  // The bytes of files; read by the one route that takes them.
  scope.addContentTypeParser('multipart/form-data', (_request, payload, done) =>
    done(null, payload),
  );
  for (const { method, path, handle, isPublic } of routes) {
    const action = weaveAction(method, path);
    scope.route({
      method,
      url: path,
      config: isPublic
        ? { policy: 'public', ignoresCredentials: true }
        : { policy: 'checked-by-domain' },
      bodyLimit: BODY_LIMIT_BYTES,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const work = () => handle(readRequest(request, reply));
        const describe = () => (action === null ? null : weaveTrace(action, request));
        const answer = await (action === null ? work() : audited(request.trail, describe, work));
        if (answer === reply) return reply;
        if (!(answer instanceof JsonAnswer)) return answer ?? {};
        return reply.type('application/json; charset=utf-8').send(answer.text);
      },
    });
  }
}

function readRequest(request: FastifyRequest, reply: FastifyReply): WeaveRequest {
  const text = (): string => readText(request.body);
  return {
    actor: request.actor,
    params: request.params as Record<string, string>,
    text,
    body: (schema) => read('body', schema, JSON.parse(text())),
    query: (schema) => read('query', schema, request.query),
    request,
    reply,
  };
}

function readText(body: unknown): string {
  const text = Buffer.isBuffer(body) && body.length > 0 ? body.toString('utf8') : '{}';
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
  return text;
}

function read<Schema extends z.ZodType>(
  where: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    loc: [where, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    msg: issue.message,
    type: issue.code,
  }));
  const words = issues.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`);
  throw new SchemaError(
    `The ${where} is not what this address takes. ${words.join('; ')}.`,
    issues,
  );
}

/** Clients send null for what they don't set. */
type Given<T> = { -readonly [K in keyof T]?: Exclude<T[K], null | undefined> };

/** Without what is null or undefined. */
export function given<T extends object>(values: T): Given<T> {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known) as Given<T>;
}

/** A list in the query of an address: one key that comes once or more. */
export const listInQuery = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

/** A number in the query of an address. */
export const countInQuery = z.coerce.number().int().nonnegative().optional();
