import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Actor, refuseReadingKey, type UserActor } from '../../domains/accounts/index.ts';
import { invalid, RunloomError } from '../../platform/errors.ts';
import { type Policy, takeRawBodies } from '../../platform/http/index.ts';
import { audited } from '../audit/index.ts';
import { traceRoute } from './audit-traces.ts';

export const API_PREFIX = '/api/v1';

/** People and small scripts write these bodies; what runs send comes by other protocols. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** `'/runs/{run}'` → `{ run: string }` */
type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & PathParams<Rest>
  : unknown;

/** What a route answers: JSON of a schema, a stream of a media type, or nothing (204). */
export type Answer =
  | { readonly json: z.ZodType; readonly alsoCreates?: boolean }
  | { readonly media: string }
  | 'nothing';

type AnswerValue<A extends Answer> = A extends { json: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : A extends 'nothing'
    ? // biome-ignore lint/suspicious/noConfusingVoidType: what a function without a return promises
      void
    : unknown;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One operation: its address, who may call it, its schemas, and what it does. */
export interface RouteSpec<
  Path extends string,
  Query extends z.ZodObject | undefined,
  Body extends z.ZodType | undefined,
  A extends Answer,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, parameters in braces. */
  readonly path: Path;
  /** What it does, in one line, for the OpenAPI document. */
  readonly summary: string;
  readonly policy: Policy;
  /** A POST that only asks: its question is too long for an address. Keys that may only read send it. */
  readonly reads?: true;
  readonly query?: Query;
  readonly body?: Body;
  /** The body is a file of any type, read from `request.body` as it comes. */
  readonly takesFile?: boolean;
  /** For bodies that hold more than people write, such as images. */
  readonly bodyLimitBytes?: number;
  readonly answer: A;
  handle(input: {
    actor: Actor;
    params: PathParams<Path>;
    query: Parsed<Query>;
    body: Parsed<Body>;
    request: FastifyRequest;
    reply: FastifyReply;
  }): Promise<AnswerValue<A>>;
}

/** A route with its types checked and forgotten: what the app and the OpenAPI document are made from. */
export interface ApiRoute {
  readonly method: RouteSpec<string, undefined, undefined, Answer>['method'];
  readonly path: string;
  readonly summary: string;
  readonly policy: Policy;
  /** Whether it changes nothing. */
  readonly reads: boolean;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  readonly takesFile: boolean;
  readonly bodyLimitBytes: number;
  readonly answer: Answer;
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

/** Binds address, policy and schemas to the function that answers. */
export function defineRoute<
  const Path extends string,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  const A extends Answer = Answer,
>(spec: RouteSpec<Path, Query, Body, A>): ApiRoute {
  const { method, path, summary, policy, query, body, takesFile = false, answer } = spec;
  const { bodyLimitBytes = BODY_LIMIT_BYTES } = spec;
  const reads = method === 'GET' || spec.reads === true;
  return {
    method,
    path,
    summary,
    policy,
    reads,
    query,
    body,
    takesFile,
    bodyLimitBytes,
    answer,
    async handle(request, reply) {
      if (!reads) refuseReadingKey(request.actor);
      return spec.handle({
        actor: request.actor,
        params: request.params as PathParams<Path>,
        query: parse('query', query, request.query) as Parsed<Query>,
        // A request whose fields are all optional may come without a body.
        body: parse('body', body, request.body ?? {}) as Parsed<Body>,
        request,
        reply,
      });
    },
  };
}

/** Registers the routes on the app; those that take files on a scope of their own. */
export function registerRoutes(app: FastifyInstance, routes: readonly ApiRoute[]): void {
  register(
    app,
    routes.filter(({ takesFile }) => !takesFile),
  );
  app.register(async (scope) => {
    takeRawBodies(scope);
    register(
      scope,
      routes.filter(({ takesFile }) => takesFile),
    );
  });
}

function register(app: FastifyInstance, routes: readonly ApiRoute[]): void {
  for (const route of routes) {
    const isStream = route.answer !== 'nothing' && 'media' in route.answer;
    const trace = route.reads ? null : traceRoute(route.method, route.path);
    app.route({
      method: route.method,
      url: API_PREFIX + route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { policy: route.policy, reads: route.reads },
      bodyLimit: route.bodyLimitBytes,
      exposeHeadRoute: !isStream,
      handler: async (request, reply) => {
        const work = () => route.handle(request, reply);
        const describe = () => trace?.(request, reply) ?? null;
        const value = await (trace === null ? work() : audited(request.trail, describe, work));
        return route.answer === 'nothing' ? reply.code(204).send() : value;
      },
    });
  }
}

/**
 * The bytes of a route that takes files. What is not read is thrown away as it comes: the answer would
 * not be heard while the client still sends.
 * @throws RunloomError('invalid') when none came
 */
export async function* fileOf(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  const { body } = request;
  if (!(body instanceof Readable)) {
    throw invalid('The body is empty: send the file as the body of the request.');
  }
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } finally {
    body.resume();
  }
}

/** The user of a route that only signed-in users reach. */
export function userOf(actor: Actor): UserActor {
  if (actor.kind === 'user') return actor;
  throw new RunloomError('unauthenticated', 'Sign in first.');
}

function parse(where: 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const text = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw invalid(`The ${where} is not what this address takes. ${text.join('; ')}.`, { issues });
}
