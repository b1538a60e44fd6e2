import type { LiveMessage } from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type { LiveEvent } from '../../domains/live/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { type EventStream, eventText, openEventStream } from '../../platform/http/index.ts';
import type { Log } from '../../platform/logging.ts';
import type { ApiDeps } from './deps.ts';
import { createLiveHub } from './live-hub.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import type { RunViews } from './run-view.ts';

/** A revoked key, an ended session or a lost right closes the stream within this time. */
const ACCESS_CHECK_MS = 5000;
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
  readonly projectId: ProjectId;
  /** Those with the same one need one check for all. */
  readonly credentials: string;
  mayRead(): Promise<void>;
}

/** What happens in a project, as server-sent events. */
export function liveRoutes(deps: ApiDeps, views: RunViews, log: Log): LiveRoutes {
  const { projects, live, closing } = deps;
  const hub = createLiveHub({ live, describe: (event) => message(event, views), log });
  const open = new Set<OpenStream>();
  let check: NodeJS.Timeout | null = null;

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

  function scheduleCheck(): void {
    if (check !== null) return;
    check = setTimeout(async () => {
      await closeForbidden(open, log);
      check = null;
      if (open.size > 0) scheduleCheck();
    }, ACCESS_CHECK_MS);
    check.unref();
  }

  const route = defineRoute({
    method: 'GET',
    path: '/projects/{entity}/{project}/live',
    summary: 'What happens in a project, as server-sent events (each datum is a LiveMessage)',
    policy: 'checked-by-domain',
    answer: { media: 'text/event-stream' },
    async handle({ actor, params, request, reply }) {
      const find = (who: Actor) => projects.find(who, params.entity, params.project, 'read');
      const project = await find(actor);
      const owner = actor.kind === 'user' ? `user ${actor.userId}` : `address ${request.ip}`;
      refuseTooMany(owner);

      let stopWatching = () => {};
      const stream = openEventStream(reply, {
        caughtUp: () => stream.send(HELLO),
        close: () => {
          stopWatching();
          open.delete(one);
        },
      });
      const { authorization = '', cookie = '' } = request.headers;
      const one: OpenStream = {
        stream,
        owner,
        projectId: project.id,
        credentials: `${authorization}\n${cookie}`,
        async mayRead() {
          await find(await request.whoAsksNow());
        },
      };
      open.add(one);
      stream.send(HELLO);
      stopWatching = hub.watch(project.id, stream);
      scheduleCheck();
      return reply;
    },
  });
  return { routes: [route], streamCount: () => open.size };
}

/** Closes the streams of those who may not see the project any more. A store that is away closes none. */
async function closeForbidden(open: ReadonlySet<OpenStream>, log: Log): Promise<void> {
  const outcomes = new Map<string, Promise<boolean>>();
  for (const one of open) {
    const key = `${one.projectId}\n${one.credentials}`;
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
    case 'files':
      return { kind: 'files', run: event.runName };
  }
}
