import type { LiveMessage } from '@runloom/model';
import { coalesce, eventKey, type Live, type LiveEvent } from '../../domains/live/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { eventText } from '../../platform/http/index.ts';
import type { Log } from '../../platform/logging.ts';

/** Someone who watches a project. */
export interface Watcher {
  send(text: string): void;
}

/** What is watched, and how its runs are named: by their own names, or behind `prefix` where they are another project's. */
export interface Watched {
  readonly projectId: ProjectId;
  /** Null: the page is the project's own. */
  readonly prefix: string | null;
}

/**
 * Tells all who watch a project in the same way the same, written once: at most one message per run
 * and kind in `intervalMs`, in which what happened meanwhile is put together.
 */
export interface LiveHub {
  /** Returns the function that ends it. */
  watch(watched: Watched, watcher: Watcher): () => void;
}

interface Channel {
  readonly prefix: string | null;
  readonly watchers: Set<Watcher>;
  readonly unsubscribe: () => void;
  readonly waiting: Map<string, LiveEvent>;
  timer: NodeJS.Timeout | null;
  flushedAt: number;
}

export function createLiveHub(options: {
  live: Pick<Live, 'subscribe'>;
  /** Null for what is not told there. */
  describe: (event: LiveEvent, prefix: string | null) => Promise<LiveMessage | null>;
  log: Pick<Log, 'warn'>;
  intervalMs?: number;
}): LiveHub {
  const { live, describe, log, intervalMs = 250 } = options;
  const channels = new Map<string, Channel>();

  function open({ projectId, prefix }: Watched): Channel {
    const channel: Channel = {
      prefix,
      watchers: new Set(),
      waiting: new Map(),
      unsubscribe: live.subscribe(projectId, (event) => take(channel, event)),
      timer: null,
      flushedAt: Number.NEGATIVE_INFINITY,
    };
    return channel;
  }

  function take(channel: Channel, event: LiveEvent): void {
    const key = eventKey(event);
    const earlier = channel.waiting.get(key);
    channel.waiting.set(key, earlier === undefined ? event : coalesce(earlier, event));
    if (channel.timer !== null) return;
    const delay = Math.max(0, channel.flushedAt + intervalMs - performance.now());
    channel.timer = setTimeout(() => void flush(channel), delay);
  }

  async function flush(channel: Channel): Promise<void> {
    channel.flushedAt = performance.now();
    const events = [...channel.waiting.values()];
    channel.waiting.clear();
    try {
      const messages = await Promise.all(events.map((event) => describe(event, channel.prefix)));
      const text = messages
        .flatMap((message) => (message === null ? [] : eventText(JSON.stringify(message))))
        .join('');
      if (text !== '') for (const watcher of channel.watchers) watcher.send(text);
    } catch (error) {
      log.warn({ err: error }, 'live events could not be told');
      const hello: LiveMessage = { kind: 'hello' };
      for (const watcher of channel.watchers) watcher.send(eventText(JSON.stringify(hello)));
    }
    channel.timer = null;
    const [next] = channel.waiting.values();
    if (next !== undefined && channel.watchers.size > 0) take(channel, next);
  }

  return {
    watch(watched, watcher) {
      const key = JSON.stringify([watched.projectId, watched.prefix]);
      const channel = channels.get(key) ?? open(watched);
      channels.set(key, channel);
      channel.watchers.add(watcher);
      return () => {
        channel.watchers.delete(watcher);
        if (channel.watchers.size > 0 || channels.get(key) !== channel) return;
        channels.delete(key);
        channel.unsubscribe();
        if (channel.timer !== null) clearTimeout(channel.timer);
      };
    },
  };
}
