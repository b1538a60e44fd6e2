import { existsSync, readdirSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RunloomError } from '../errors.ts';
import { answerError } from './errors.ts';
import type { RouteEntry } from './policies.ts';
import { contentSecurityPolicy } from './security-headers.ts';

/** Pages below `/prefix/{token}` that pages of others may show in a frame. */
export interface FramedPages {
  readonly prefix: string;
  /** Origins that may; empty for none. */
  originsOf(token: string): Promise<readonly string[]>;
}

const OPEN = { policy: 'public', ignoresCredentials: true } as const;
/** As the build names files; nothing that a path could be made of. */
const FILE_NAME = /^\w[\w.-]*$/;
const YEAR_S = 31_536_000;

/**
 * Serves the built web app: hashed files below `/assets/` for ever, the other files of the folder
 * afresh, and its `index.html` for every page address. What is not a page gets JSON: a program must
 * never take the app's HTML for a success.
 * @param reserved first path segments that are never pages (`api`, `graphql`, …)
 */
export async function registerPages(
  app: FastifyInstance,
  options: {
    directory: string;
    reserved: ReadonlySet<string>;
    routes: readonly RouteEntry[];
    framed?: FramedPages;
  },
): Promise<void> {
  const { directory, reserved } = options;
  const built = existsSync(join(directory, 'index.html'));
  const isReserved = (path: string): boolean => {
    const [, first = ''] = path.split('/', 2);
    return first === 'assets' || reserved.has(first);
  };
  await app.register(fastifyStatic, {
    root: directory,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'ignore',
    suppressWarning: true,
  });

  app.get('/assets/:name', { config: OPEN }, async (request, reply) => {
    const { name } = request.params as { name: string };
    // Only what the build put there: a link could lead out of the folder.
    if (!(await isOwnFile(join(directory, 'assets', name)))) return reply.callNotFound();
    reply.header('Cache-Control', `public, max-age=${YEAR_S}, immutable`);
    return reply.sendFile(join('assets', name));
  });
  for (const name of built ? otherFiles(directory) : []) {
    app.get(`/${name}`, { config: OPEN }, (_request, reply) => {
      reply.header('Cache-Control', 'no-cache');
      return reply.sendFile(name);
    });
  }

  const { framed } = options;
  if (framed !== undefined) {
    const config = { policy: 'signed-token' } as const;
    app.get(`/${framed.prefix}/:token`, { config }, async (request, reply) => {
      const { token } = request.params as { token: string };
      const origins = await framed.originsOf(token);
      reply.header('Content-Security-Policy', contentSecurityPolicy(origins));
      // The older header knows no lists; browsers that know the newer one don't look at it.
      if (origins.length > 0) reply.removeHeader('X-Frame-Options');
      reply.header('Cache-Control', 'no-store');
      return built ? reply.sendFile('index.html') : sayNotBuilt(reply);
    });
  }

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const isPage = !isReserved(path) && wantsPage(request);
    if (isPage && built) {
      reply.header('Cache-Control', 'no-cache');
      return reply.code(200).sendFile('index.html');
    }
    if (isPage) return sayNotBuilt(reply);
    return answerMissing(request, reply, path, options.routes);
  });
}

async function isOwnFile(path: string): Promise<boolean> {
  try {
    return FILE_NAME.test(basename(path)) && (await lstat(path)).isFile();
  } catch {
    return false;
  }
}

function otherFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.html')
    .map((entry) => entry.name)
    .filter((name) => FILE_NAME.test(name) && !/^\.|\.(?:br|gz|map)$/.test(name));
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const { accept } = request.headers;
  return accept === undefined || accept.includes('text/html') || accept.includes('*/*');
}

function sayNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send('The web app is not built yet. Run "npm run build", then reload this page.\n');
}

function answerMissing(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  routes: readonly RouteEntry[],
): FastifyReply {
  const methods = routes.filter((route) => matches(route.url, path)).map((route) => route.method);
  if (methods.length > 0) {
    const allowed = [...new Set(methods)].sort().join(', ');
    const message = `${request.method} is not possible here; ${allowed} is.`;
    return reply
      .code(405)
      .header('Allow', allowed)
      .send({ error: { code: 'method_not_allowed', message } });
  }
  answerError(new RunloomError('not_found', 'There is nothing at this address.'), request, reply);
  return reply;
}

/** Whether a route pattern (`/a/:b/*`) stands for a path, whatever the method. */
export function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return given.length > index;
    const segment = given[index];
    if (segment === undefined) return false;
    if (part.startsWith(':') ? segment === '' : segment !== part) return false;
  }
  return wanted.length === given.length;
}
