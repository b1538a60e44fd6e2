import { MAX_SYNC_MESSAGE_BYTES } from '@runloom/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WebSocket } from 'ws';
import { type Actor, authorOf } from '../../../../domains/accounts/index.ts';
import type { FoundReport, ReportId, Reports } from '../../../../domains/reports/index.ts';
import { RunloomError, unavailable } from '../../../../platform/errors.ts';
import { acceptWebSocket, wantsWebSocket } from '../../../../platform/http/index.ts';
import type { Log } from '../../../../platform/logging.ts';
import { type ApiRoute, defineRoute } from '../../route.ts';
import { reportNumber } from '../address.ts';
import { closeWith } from './close-code.ts';
import { type Connection, cursorsMessage, openConnection, type Writer } from './connection.ts';
import { type Cursors, createCursors } from './cursors.ts';

/** A revoked key, an ended session or a lost right closes the connection within 5 seconds. */
const ACCESS_CHECK_MS = 4_000;
const PING_MS = 25_000;
const GOODBYE_MS = 1_000;
/** Of one user, or of one address for those who aren't signed in. */
const MAX_CONNECTIONS_EACH = 100;
const MAX_CONNECTIONS = 5_000;

interface Open {
  readonly socket: WebSocket;
  readonly owner: string;
  readonly connection: Connection;
  /** Those with the same one need one check for all. */
  readonly credentials: string;
  readonly reportId: ReportId;
  isAlive: boolean;
  whoAsksNow(): Promise<Actor>;
}

/** One report that somebody has open. */
interface Table {
  readonly cursors: Cursors;
  readonly connections: Set<Connection>;
}

export interface SyncRoutes {
  readonly routes: ApiRoute[];
  /** Open connections. */
  connectionCount(): number;
}

/** The text of a report for editors that work on it at the same time. */
export function syncRoutes(deps: { reports: Reports; closing: AbortSignal; log: Log }): SyncRoutes {
  const { reports, closing, log } = deps;
  const open = new Set<Open>();
  const tables = new Map<ReportId, Table>();
  let timer: NodeJS.Timeout | null = null;
  let pinger: NodeJS.Timeout | null = null;

  closing.addEventListener('abort', () => {
    const reason = unavailable('The server is stopping. Nothing is lost: it goes on by itself.');
    for (const { connection, socket } of open) {
      connection.close(reason);
      // Who does not answer the goodbye must not hold the server up.
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    }
  });

  function refuseTooMany(owner: string): void {
    let own = 0;
    for (const one of open) if (one.owner === owner) own += 1;
    if (own < MAX_CONNECTIONS_EACH && open.size < MAX_CONNECTIONS && !closing.aborted) return;
    throw new RunloomError('rate_limited', 'Too many reports are open. Close some tabs.', {
      retryAfterSeconds: 10,
    });
  }

  function tableOf(id: ReportId): Table {
    const found = tables.get(id);
    if (found !== undefined) return found;
    const connections = new Set<Connection>();
    const cursors = createCursors((update) => {
      const message = cursorsMessage(update);
      for (const connection of connections) connection.send(message);
    });
    const table = { cursors, connections };
    tables.set(id, table);
    return table;
  }

  function leave(id: ReportId, table: Table, connection: Connection): void {
    table.connections.delete(connection);
    if (table.connections.size > 0 || tables.get(id) !== table) return;
    table.cursors.close();
    tables.delete(id);
  }

  /** Looks at the rights of all again, and at whether they are there still. */
  function startLooking(): void {
    timer ??= repeat(ACCESS_CHECK_MS, () => checkAccess(open, reports, log));
    pinger ??= repeat(PING_MS, async () => {
      for (const one of open) {
        if (!one.isAlive) one.socket.terminate();
        one.isAlive = false;
        one.socket.ping();
      }
    });
  }

  function repeat(everyMs: number, work: () => Promise<void>): NodeJS.Timeout {
    let isBusy = false;
    const ticker = setInterval(async () => {
      if (isBusy) return;
      isBusy = true;
      await work();
      isBusy = false;
      if (open.size > 0) return;
      for (const one of [timer, pinger]) if (one !== null) clearInterval(one);
      timer = null;
      pinger = null;
    }, everyMs);
    ticker.unref();
    return ticker;
  }

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Awaited<ReturnType<Reports['openText']>>,
    owner: string,
  ): Promise<void> {
    const { actor } = request;
    const id = found.report.id;
    let socket: WebSocket;
    try {
      socket = await accept(request, reply);
    } catch (error) {
      found.text.close();
      throw error;
    }
    const table = tableOf(id);
    const connection = openConnection({
      socket,
      text: found.text,
      cursors: table.cursors,
      username: actor.kind === 'user' ? actor.username : null,
      writer: writerOf(actor, found),
      log,
      onClose() {
        open.delete(one);
        leave(id, table, connection);
      },
    });
    const { authorization = '', cookie = '' } = request.headers;
    const one: Open = {
      socket,
      owner,
      connection,
      credentials: `${authorization}\n${cookie}`,
      reportId: id,
      isAlive: true,
      whoAsksNow: () => request.whoAsksNow(),
    };
    socket.on('pong', () => {
      one.isAlive = true;
    });
    open.add(one);
    table.connections.add(connection);
    startLooking();
  }

  const route = defineRoute({
    method: 'GET',
    path: '/reports/{report}/sync',
    summary:
      'A web socket on which editors exchange changes of the text (y-protocols) and learn what is durable',
    policy: 'checked-by-domain',
    answer: { media: 'application/octet-stream' },
    async handle({ actor, params, request, reply }) {
      const owner = actor.kind === 'user' ? `user ${actor.userId}` : `address ${request.ip}`;
      try {
        refuseTooMany(owner);
        const found = await reports.openText(actor, reportNumber(params.report));
        await serve(request, reply, found, owner);
      } catch (error) {
        // Browsers show a page no status of a connection that failed, but the reason of its closing.
        if (!(error instanceof RunloomError) || !wantsWebSocket(request)) throw error;
        closeWith(await accept(request, reply), error);
      }
      return reply;
    },
  });
  return { routes: [route], connectionCount: () => open.size };
}

const accept = (request: FastifyRequest, reply: FastifyReply): Promise<WebSocket> =>
  acceptWebSocket(request, reply, { maxMessageBytes: MAX_SYNC_MESSAGE_BYTES * 2 });

function writerOf(actor: Actor, { may }: Pick<FoundReport, 'may'>): Writer | null {
  return actor.kind === 'user' && may.write ? { userId: authorOf(actor) } : null;
}

/** Closes the connections of those who may not see the report any more. A store that is away closes none. */
async function checkAccess(open: ReadonlySet<Open>, reports: Reports, log: Log): Promise<void> {
  const outcomes = new Map<string, Promise<Writer | null | RunloomError | 'unknown'>>();
  for (const one of open) {
    const key = `${one.reportId}\n${one.credentials}`;
    const outcome = outcomes.get(key) ?? look(one, reports, log);
    outcomes.set(key, outcome);
    const found = await outcome;
    if (found === 'unknown' || one.socket.readyState !== WebSocket.OPEN) continue;
    if (found instanceof RunloomError) one.connection.close(found);
    else one.connection.setWriter(found);
  }
}

async function look(
  one: Open,
  reports: Reports,
  log: Log,
): Promise<Writer | null | RunloomError | 'unknown'> {
  try {
    const actor = await one.whoAsksNow();
    return writerOf(actor, await reports.get(actor, one.reportId));
  } catch (error) {
    if (error instanceof RunloomError && error.code !== 'unavailable') return error;
    log.warn({ err: error }, 'the access of an editor could not be checked');
    return 'unknown';
  }
}
