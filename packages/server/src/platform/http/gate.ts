import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartError } from '../start-error.ts';
import { routeUpgrades } from './web-sockets.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The listening socket. It stands from the first moment of the process to the last: until `open` and
 * from `drain` on, every path answers 503 with `Retry-After` (clients come back; any other answer
 * would make them give up), and `/healthz` 200.
 */
export interface Gate {
  readonly port: number;
  /** Requests whose answer is not complete. */
  inProgress(): number;
  /** Hands requests to `handler` from now on. */
  open(handler: HttpHandler): void;
  /** Turns new requests away and waits for those in progress, at most `graceMs`. */
  drain(graceMs: number): Promise<void>;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000;
/** Longest pause in the middle of a body, and of a connection that waits for its answer. */
const BODY_IDLE_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 150_000;
/** Longer than the idle time of common reverse proxies, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const MAX_CONNECTIONS = 16_000;

/** @throws StartError when the address can't be listened on */
export async function openGate(options: { host: string; port: number }): Promise<Gate> {
  let handler: HttpHandler = turnAway;
  let inProgress = 0;
  let onIdle = () => {};

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      // A large upload may take as long as it needs while bytes keep coming.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: 5000,
      // Other protocols that a client offers to change to (`h2c`) are no reason not to be answered.
      shouldUpgradeCallback: ({ method, headers }) =>
        method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      inProgress += 1;
      response.once('close', () => {
        inProgress -= 1;
        if (inProgress === 0) onIdle();
      });
      watchBody(request);
      handler(request, response);
    },
  );
  server.timeout = IDLE_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', answerBrokenRequest);
  // Before it is opened and while it drains, they are turned away like all others.
  const upgrade = routeUpgrades((request, response) => handler(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(request, socket, head);
  });
  await listen(server, options);

  return {
    port: (server.address() as AddressInfo).port,
    inProgress: () => inProgress,
    open(next) {
      handler = next;
    },
    async drain(graceMs) {
      handler = turnAway;
      if (inProgress === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onIdle = resolve;
      const timer = setTimeout(resolve, graceMs);
      await promise;
      clearTimeout(timer);
    },
    async close() {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}

async function listen(
  server: ReturnType<typeof createServer>,
  options: { host: string; port: number },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: options.host, port: options.port }, () => resolve());
  try {
    await promise;
  } catch (error) {
    throw new StartError(explain(error, options), { cause: error });
  }
  server.removeListener('error', reject);
}

function explain(error: unknown, { host, port }: { host: string; port: number }): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is already in use. Stop what listens there, or set RUNLOOM_PORT to another port.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user. Set RUNLOOM_PORT to a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine. Set RUNLOOM_HOST to one, or to 0.0.0.0 for all.`;
    default:
      return `Can't listen on ${host}, port ${port}: ${error instanceof Error ? error.message : error}.`;
  }
}

function watchBody(request: IncomingMessage): void {
  if (request.headers['content-length'] === undefined && !request.headers['transfer-encoding']) {
    return;
  }
  const { socket } = request;
  socket.setTimeout(BODY_IDLE_TIMEOUT_MS);
  request.once('end', () => socket.setTimeout(IDLE_TIMEOUT_MS));
}

function turnAway(request: IncomingMessage, response: ServerResponse): void {
  // What is still coming is read and dropped: a client whose upload is cut off may not see the answer.
  request.resume();
  const lives = request.url?.split('?', 1)[0] === '/healthz';
  const body = lives
    ? { status: 'ok' }
    : {
        error: {
          code: 'unavailable',
          message: 'The server is starting or stopping. Try again in a moment.',
        },
      };
  response.writeHead(lives ? 200 : 503, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
    ...(lives ? {} : { 'Retry-After': '1' }),
  });
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
}

function answerBrokenRequest(
  error: Error & { code?: string },
  socket: NodeJS.WritableStream,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    if ('destroy' in socket && typeof socket.destroy === 'function') socket.destroy();
    return;
  }
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
