import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { RunloomError } from '../errors.ts';

/** What a request that asks for a web socket brings beside itself. */
interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/**
 * Sends requests for web sockets through the same routes as all others: policies, the check of hosts
 * and who asks are those of the route. What the route does not take with `acceptWebSocket` is answered
 * as ordinary HTTP.
 */
export function routeUpgrades(
  routing: (request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (request, socket, head) => {
    // A reset by the other side is an ordinary end.
    socket.on('error', () => socket.destroy());
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Parameters<typeof response.assignSocket>[0]);
    response.on('finish', () => {
      if (upgrades.has(request)) socket.end();
    });
    routing(request, response);
  };
}

/**
 * Makes the request a web socket. Browsers let pages of any site open one with our cookie, so a page
 * must be of this host.
 * @throws RunloomError('forbidden') for pages of other sites, ('invalid') for ordinary requests
 */
export async function acceptWebSocket(
  request: FastifyRequest,
  reply: FastifyReply,
  options: { readonly maxMessageBytes: number },
): Promise<WebSocket> {
  const upgrade = upgrades.get(request.raw);
  if (upgrade === undefined) throw new UpgradeRequired();
  refuseOtherSites(request);
  upgrades.delete(request.raw);
  reply.hijack();
  reply.raw.detachSocket(upgrade.socket as Parameters<typeof reply.raw.detachSocket>[0]);
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: options.maxMessageBytes,
  });
  const { promise, resolve } = Promise.withResolvers<WebSocket>();
  server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, resolve);
  return promise;
}

/** Whether the request can become a web socket, and what is thrown can be told by closing it. */
export const wantsWebSocket = (request: FastifyRequest): boolean => upgrades.has(request.raw);

class UpgradeRequired extends RunloomError {
  constructor() {
    super('invalid', 'This address is a web socket: open it with ws:// or wss://.');
  }

  override get status(): number {
    return 426;
  }
}

/** Programs send no `Origin`; they can't be made to send somebody else's cookie. */
function refuseOtherSites({ headers }: FastifyRequest): void {
  const { origin, host, cookie, authorization } = headers;
  if (origin === undefined && (cookie === undefined || authorization !== undefined)) return;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host?.toLowerCase())
    return;
  throw new RunloomError('forbidden', 'This connection comes from a page of another site.');
}
