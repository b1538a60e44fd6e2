import { AlsoFromText, type LiveMessage } from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { LiveEvent } from '../../domains/live/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { notFound, RunloomError } from '../../platform/errors.ts';
import { type EventStream, eventText, openEventStream } from '../../platform/http/index.ts';
import type { Log } from '../../platform/logging.ts';
import type { ApiDeps } from './deps.ts';
import { createLiveHub } from './live-hub.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findListing } from './run-listing.ts';
import type { RunViews } from './run-view.ts';

/**
 * What another server process changed is seen when what is remembered of it ends (2 seconds) and the
 * next look comes: together within 5 seconds. A change in this process is looked at soon after.
 */
const ACCESS_CHECK_MS = 2_500;
/** Many changes of members come at once. */
const AFTER_CHANGE_MS = 100;
/** Of one user, or of one address for those who aren't signed in. */
const MAX_STREAMS_EACH = 100;
const MAX_STREAMS = 12_000;

const HELLO = eventText(JSON.stringify({ kind: 'hello' } satisfies LiveMessage));

export interface LiveRoutes {
  readonly routes: ApiRoute[];
  /** Open connections. */
  streamCount(): number;
}

interface OpenStream {
  readonly stream: EventStream;
  readonly owner: string;
  readonly projectIds: readonly ProjectId[];
  /** Those with the same one need one check for all. */
  readonly credentials: string;
  mayRead(): Promise<void>;
}

/** What happens in a project, as server-sent events. */
export function liveRoutes(deps: ApiDeps, views: RunViews, log: Log): LiveRoutes {
  const { live, closing } = deps;
  const hub = createLiveHub({
    live,
    describe: (event, prefix) =>
      prefix === null ? message(event, views) : messageOfOther(event, prefix, views),
    log,
  });
  const open = new Set<OpenStream>();
  let check: NodeJS.Timeout | null = null;
  let dueAt = 0;

  closing.addEventListener('abort', () => {
    for (const { stream } of open) stream.close();
  });

  function refuseTooMany(owner: string): void {
    let own = 0;
    for (const one of open) if (one.owner === owner) own += 1;
    if (own < MAX_STREAMS_EACH && open.size < MAX_STREAMS && !closing.aborted) return;
    throw new RunloomError(
      'rate_limited',
      'Too many live connections are open. Close some tabs, or try again later.',
      { retryAfterSeconds: 10 },
    );
  }

  /** Looks at what is open once so much time has passed; sooner when that is planned already. */
  function scheduleCheck(inMs: number): void {
    const at = Date.now() + inMs;
    if (check !== null && dueAt <= at) return;
    if (check !== null) clearTimeout(check);
    dueAt = at;
    const timer = setTimeout(async () => {
      await closeForbidden(open, log);
      // A change may have planned another look meanwhile.
      if (check === timer) check = null;
      if (open.size > 0) scheduleCheck(ACCESS_CHECK_MS);
    }, inMs);
    timer.unref();
    check = timer;
  }

  const stopWatching = deps.accounts.onAccessChange(() => {
    if (open.size > 0) scheduleCheck(AFTER_CHANGE_MS);
  });
  closing.addEventListener('abort', stopWatching);

  const route = defineRoute({
    method: 'GET',
    path: '/projects/{entity}/{project}/live',
    summary: 'What happens in a project, as server-sent events (each datum is a LiveMessage)',
    policy: 'checked-by-domain',
    query: z.object({ also: AlsoFromText }),
    answer: { media: 'text/event-stream' },
    async handle({ actor, params, query, request, reply }) {
      const find = async (who: Actor) =>
        (await findListing(deps, who, params, query.also)).projects;
      const watched = await find(actor);
      const [home] = watched;
      const owner = actor.kind === 'user' ? `user ${actor.userId}` : `address ${request.ip}`;
      refuseTooMany(owner);

      const stops: (() => void)[] = [];
      const stream = openEventStream(reply, {
        caughtUp: () => stream.send(HELLO),
        close: () => {
          for (const stop of stops) stop();
          open.delete(one);
        },
      });
      const { authorization = '', cookie = '' } = request.headers;
      const one: OpenStream = {
        stream,
        owner,
        projectIds: watched.map(({ id }) => id),
        credentials: `${authorization}\n${cookie}`,
        async mayRead() {
          const seen = await find(await request.whoAsksNow());
          // Closed, it is opened again without the project that may not be seen any more.
          if (seen.length < watched.length) throw notFound('A project');
        },
      };
      open.add(one);
      stream.send(HELLO);
      for (const { id, entityName, name } of watched) {
        const prefix = id === home.id ? null : `${entityName}/${name}/`;
        stops.push(hub.watch({ projectId: id, prefix }, stream));
      }
      scheduleCheck(ACCESS_CHECK_MS);
      return reply;
    },
  });
  return { routes: [route], streamCount: () => open.size };
}

/** Closes the streams of those who may not see the project any more. A store that is away closes none. */
async function closeForbidden(open: ReadonlySet<OpenStream>, log: Log): Promise<void> {
  const outcomes = new Map<string, Promise<boolean>>();
  for (const one of open) {
    const key = `${one.projectIds.join()}\n${one.credentials}`;
    const allowed = outcomes.get(key) ?? stillAllowed(one, log);
    outcomes.set(key, allowed);
    if (!(await allowed)) one.stream.close();
  }
}

async function stillAllowed(one: OpenStream, log: Log): Promise<boolean> {
  try {
    await one.mayRead();
    return true;
  } catch (error) {
    if (error instanceof RunloomError && error.code !== 'unavailable') return false;
    log.warn({ err: error }, 'the access of a live stream could not be checked');
    return true;
  }
}

async function message(event: LiveEvent, views: RunViews): Promise<LiveMessage> {
  switch (event.kind) {
    case 'run':
      return { kind: 'run', run: await views.one(event.run) };
    case 'points': {
      const { runName, stream, lastStep, newKeys } = event;
      return { kind: 'points', run: runName, stream, lastStep, newKeys: [...newKeys] };
    }
    case 'console': {
      const { runName, fromLine, toLine } = event;
      return { kind: 'console', run: runName, fromLine, toLine };
    }
    case 'removed':
      return { kind: 'removed', run: event.runName };
    case 'alert':
      return { kind: 'alert', run: event.runName, alert: event.alert };
    case 'artifacts':
      return { kind: 'artifacts', gone: [...event.gone] };
    case 'automations':
      return { kind: 'automations' };
    case 'calls':
      return { kind: 'calls' };
    case 'files':
      return { kind: 'files', run: event.runName };
  }
}

/** What pages of one project are told of the runs of another: what is listed and drawn of them, no more. */
async function messageOfOther(
  event: LiveEvent,
  prefix: string,
  views: RunViews,
): Promise<LiveMessage | null> {
  const told = await message(event, views);
  switch (told.kind) {
    case 'run':
      return { ...told, run: { ...told.run, name: prefix + told.run.name } };
    case 'points':
    case 'files':
    case 'removed':
      return { ...told, run: prefix + told.run };
    default:
      return null;
  }
}
