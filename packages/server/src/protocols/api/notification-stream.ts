import type { NotificationMessage } from '@runloom/model';
import type { z } from 'zod';
import { RunloomError } from '../../platform/errors.ts';
import { type EventStream, eventText, openEventStream } from '../../platform/http/index.ts';
import type { Log } from '../../platform/logging.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** A revoked key or an ended session closes the stream, and what another process told is seen, within this time. */
const CHECK_MS = 5_000;
/** Changes that follow each other this closely are told as one. */
const GATHER_MS = 200;
const MAX_STREAMS_EACH = 100;

/** How many notifications are unread, as server-sent events. */
export function notificationStreamRoutes(
  deps: Pick<ApiDeps, 'notifications' | 'closing'>,
  log: Log,
): ApiRoute[] {
  const { notifications, closing } = deps;
  const open = new Map<EventStream, number>();
  closing.addEventListener('abort', () => {
    for (const stream of open.keys()) stream.close();
  });

  return [
    defineRoute({
      method: 'GET',
      path: '/notifications/live',
      summary: 'How many notifications of the caller are unread, as server-sent events',
      policy: 'signed-in',
      answer: { media: 'text/event-stream' },
      async handle({ actor, request, reply }) {
        const user = userOf(actor);
        const own = [...open.values()].filter((id) => id === user.userId).length;
        if (own >= MAX_STREAMS_EACH || closing.aborted) {
          throw new RunloomError(
            'rate_limited',
            'Too many live connections are open. Close some tabs, or try again later.',
            { retryAfterSeconds: 10 },
          );
        }
        let told: number | null = null;
        let gathering: NodeJS.Timeout | undefined;
        const tell = async (): Promise<void> => {
          try {
            const unread = await notifications.countUnread(user);
            if (unread === told) return;
            told = unread;
            const message: z.input<typeof NotificationMessage> = { unread };
            stream.send(eventText(JSON.stringify(message)));
          } catch (error) {
            log.warn({ err: error }, 'unread notifications could not be counted');
          }
        };
        const stop = notifications.watchUnread(user.userId, () => {
          clearTimeout(gathering);
          gathering = setTimeout(() => void tell(), GATHER_MS);
        });
        const check = setInterval(async () => {
          const who = await request.whoAsksNow().catch((error: unknown) => {
            const isPassing = !(error instanceof RunloomError) || error.code === 'unavailable';
            return isPassing ? actor : null;
          });
          if (who?.kind === 'user' && who.userId === user.userId) await tell();
          else stream.close();
        }, CHECK_MS);
        check.unref();
        const stream = openEventStream(reply, {
          caughtUp: () => {
            told = null;
            void tell();
          },
          close: () => {
            stop();
            clearInterval(check);
            clearTimeout(gathering);
            open.delete(stream);
          },
        });
        open.set(stream, user.userId);
        await tell();
        return reply;
      },
    }),
  ];
}
