import { serverEvent } from './server-event.ts';
import type { AuditEvent } from './types.ts';

/** How often counted refusals are written. */
export const REFUSAL_WINDOW_MS = 60_000;
/** So many of one kind stand by themselves in a minute. */
const MOST_ALONE = 3;
/** So many kinds are told apart in a minute; all further ones share one entry. */
const MOST_KINDS = 60;
/** So many different names are kept of what was tried. */
const MOST_NAMES = 20;

interface Kind {
  readonly first: AuditEvent;
  alone: number;
  /** Of those that do not stand by themselves. */
  times: number;
  readonly names: Set<string>;
}

/**
 * Lets a scanner write a bounded number of entries: at most `MOST_KINDS * (MOST_ALONE + 1) + 1` a minute,
 * whatever it tries. Nothing is left uncounted: each entry says for how many events it stands.
 */
export interface RefusalGatherer {
  /** What is to be written at once; null: it was counted. */
  add(event: AuditEvent): AuditEvent | null;
  /** What was counted since the last call; to be called once a window, and at the end. */
  take(): readonly AuditEvent[];
}

export function createRefusalGatherer(): RefusalGatherer {
  let kinds = new Map<string, Kind>();
  let others: Kind | null = null;

  const count = (kind: Kind, event: AuditEvent): null => {
    kind.times += event.times ?? 1;
    if (kind.names.size < MOST_NAMES) kind.names.add(event.resource.name.slice(0, 200));
    return null;
  };

  return {
    add(event) {
      const key = keyOf(event);
      const known = kinds.get(key);
      if (known === undefined && kinds.size >= MOST_KINDS) {
        others ??= { first: event, alone: 0, times: 0, names: new Set() };
        return count(others, event);
      }
      const kind = known ?? { first: event, alone: 0, times: 0, names: new Set() };
      if (known === undefined) kinds.set(key, kind);
      if (kind.alone >= MOST_ALONE) return count(kind, event);
      kind.alone += 1;
      return event;
    },

    take() {
      const counted = [...kinds.values()].filter(({ times }) => times > 0).map(gathered);
      if (others !== null) counted.push(mixed(others));
      kinds = new Map();
      others = null;
      return counted;
    },
  };
}

function keyOf({ actor, address, action, resource, outcome }: AuditEvent): string {
  return JSON.stringify([actor.id, actor.via, address, action, resource.kind, outcome]);
}

function gathered({ first, times, names }: Kind): AuditEvent {
  const list = [...names];
  return {
    ...first,
    times,
    request: null,
    resource: { ...first.resource, name: list.length === 1 ? (list[0] ?? '') : '' },
    details: { ...first.details, ...(list.length > 1 && { names: list }) },
  };
}

/** Of many askers: none of them is named. */
function mixed({ times, names }: Kind): AuditEvent {
  const resource = { kind: 'several', name: '' };
  const event = serverEvent('access:denied', resource, { names: [...names] });
  return { ...event, outcome: 'denied', times };
}
