import { randomUUID } from 'node:crypto';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Log } from '../logging.ts';
import type { Vitals } from '../vitals.ts';
import { registerAccess } from './access.ts';
import type { Authenticator } from './credentials.ts';
import { answerError, registerErrorHandler } from './errors.ts';
import { registerHostCheck } from './hosts.ts';
import { type ReadinessCheck, registerOperations } from './operations.ts';
import { type FramedPages, registerPages } from './pages.ts';
import { type RouteEntry, requirePolicies } from './policies.ts';
import { registerRequestBodies } from './request-body.ts';
import { registerResponseCompression } from './response-compression.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import {
  createFlowCookie,
  createSessionCookie,
  type Flows,
  type SessionCookie,
} from './session-cookie.ts';

export interface HttpAppOptions {
  readonly authenticator: Authenticator;
  /** Address by which people reach the server; null: as each request says. */
  readonly publicUrl: string | null;
  /** Host names besides IP addresses, local names and that of `publicUrl`. */
  readonly allowedHosts: readonly string[];
  /** Addresses and networks of proxies whose word on a visitor's address counts; none unless given. */
  readonly trustedProxies?: readonly string[];
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly vitals: Vitals;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built web app. */
  readonly webDirectory: string;
  /** First path segments that are never pages of the web app. */
  readonly reservedPaths: ReadonlySet<string>;
  /** Pages that others may show in a frame. */
  readonly framedPages?: FramedPages;
}

export interface HttpApp {
  readonly app: FastifyInstance;
  readonly routes: readonly RouteEntry[];
  readonly cookie: SessionCookie;
  readonly flows: Flows;
}

/**
 * For routes that name no limit. It is generous since a too small one loses a training run's data for
 * good (clients give up on 413); routes for people name a smaller one.
 */
const DEFAULT_BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Builds the Fastify app that all protocols register on: policies, who asks, headers, bodies, errors,
 * health, pages. Not listening yet: give `app.routing` to the gate once `app.ready()` is resolved.
 */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const cookie = createSessionCookie(secure);
  const app: FastifyInstance = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    ...(options.trustedProxies?.length && { trustProxy: [...options.trustedProxies] }),
    requestIdHeader: false,
    // Of numbers that Node draws many at a time.
    genReqId: () => randomUUID(),
    bodyLimit: DEFAULT_BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  });
  const routes = requirePolicies(app);
  registerErrorHandler(app);
  app.decorateRequest('baseUrl', '');
  app.addHook('onRequest', async (request) => {
    const { host } = request.headers;
    request.setDecorator('baseUrl', options.publicUrl ?? `http://${host}`);
  });
  registerSecurityHeaders(app, secure);
  registerHostCheck(app, allowedHosts(options));
  registerAccess(app, options.authenticator, cookie.name);
  registerRequestBodies(app);
  registerResponseCompression(app);
  registerOperations(app, options);
  await registerPages(app, {
    directory: options.webDirectory,
    reserved: options.reservedPaths,
    routes,
    ...(options.framedPages && { framed: options.framedPages }),
  });
  return { app, routes, cookie, flows: createFlowCookie(secure) };
}

function allowedHosts(options: HttpAppOptions): string[] {
  const { publicUrl, allowedHosts: names } = options;
  return publicUrl === null ? [...names] : [...names, new URL(publicUrl).hostname];
}
