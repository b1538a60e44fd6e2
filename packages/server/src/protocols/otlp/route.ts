import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../domains/accounts/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { describeError, logFailure } from '../../platform/http/errors.ts';
import {
  asRetryable,
  CONTENT_TYPES,
  exportResponse,
  type Format,
  formatOf,
  statusBody,
  unknownFormat,
} from './answers.ts';
import type { OtlpDependencies } from './dependencies.ts';
import { addressOfRequest, type NamedProject } from './project-address.ts';
import { decodeJson, decodeProtobuf, summarizeReasons } from './request/index.ts';
import { storeSpans } from './store-spans.ts';

/** Unpacked. Exporters split nothing on 413: what is above is lost, so it is far above what they send. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Where exporters send traces: OTLP's own address, those of Weave, and those that name the project. */
const PATHS = [
  '/v1/traces',
  '/otel/v1/traces',
  '/agents/otel/v1/traces',
  '/traces/otel/v1/traces',
  '/traces/agents/otel/v1/traces',
  '/otel/:entity/:project/v1/traces',
  // Langfuse's clients add this to the address of their server.
  '/otel/:entity/:project/api/public/otel/v1/traces',
] as const;

/**
 * `ExportTraceServiceRequest` by HTTP, protobuf or JSON. Answered once all spans are durable; spans
 * that can't be kept are told of as a partial success. https://opentelemetry.io/docs/specs/otlp/
 */
export function registerTraces(app: FastifyInstance, deps: OtlpDependencies): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>(
      '*',
      { parseAs: 'buffer' },
      async (_request: unknown, body: Buffer) => body,
    );
    scope.addHook('onRequest', takeKeyHeader);
    scope.setErrorHandler((error, request, reply) => {
      const described = asRetryable(describeError(error, request.id));
      logFailure(error, described, request);
      if (described.retryAfterSeconds !== undefined) {
        reply.header('Retry-After', String(described.retryAfterSeconds));
      }
      if (described.status === 401) reply.header('WWW-Authenticate', 'Basic realm="runloom"');
      const format = formatOf(request.headers['content-type']) ?? 'json';
      const body = statusBody(format, described.status, described.message);
      return reply.code(described.status).type(CONTENT_TYPES[format]).send(body);
    });
    for (const path of PATHS) {
      scope.post(
        path,
        { bodyLimit: BODY_LIMIT_BYTES, config: { policy: 'checked-by-domain' } },
        async (request, reply) => {
          const format = formatOf(request.headers['content-type']);
          if (format === null) throw unknownFormat(request.headers['content-type']);
          const body = await receive(deps, request, format);
          return reply.type(CONTENT_TYPES[format]).send(body);
        },
      );
    }
  });
}

async function receive(
  deps: OtlpDependencies,
  request: FastifyRequest,
  format: Format,
): Promise<Buffer | string> {
  const { actor } = request;
  if (actor.kind === 'anonymous') throw NO_KEY();
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const isEmpty = bytes.length === 0;
  const decode = format === 'json' ? decodeJson : decodeProtobuf;
  const exported = isEmpty ? { groups: [], rejected: [] } : decode(bytes);
  await storeSpans(deps, actor, exported, addressOfRequest(actor, namedIn(request)));
  const { rejected } = exported;
  return exportResponse(format, rejected.length, summarizeReasons(rejected));
}

function namedIn(request: FastifyRequest): NamedProject {
  const { project_id: header } = request.headers;
  const query = request.query as Readonly<Record<string, unknown>>;
  return {
    path: request.params as NamedProject['path'],
    header: typeof header === 'string' ? header : undefined,
    query: typeof query['project_id'] === 'string' ? query['project_id'] : undefined,
  };
}

/** W&B's documentation lets exporters send the key in a header of its own. */
async function takeKeyHeader(request: FastifyRequest): Promise<void> {
  const { 'wandb-api-key': key, authorization } = request.headers;
  if (typeof key !== 'string' || (authorization ?? '').trim() !== '') return;
  request.headers.authorization = `Bearer ${key}`;
  request.setDecorator<Actor>('actor', await request.whoAsksNow());
}

const NO_KEY = (): RunloomError =>
  new RunloomError(
    'unauthenticated',
    'Send an API key: Authorization: Bearer KEY, Authorization: Basic with api:KEY in base64, or the header wandb-api-key.',
  );
