import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import * as Y from 'yjs';

/** What one browser says of itself at most: a name, a colour, and where the cursor is. */
const MAX_STATE_CHARACTERS = 8_000;
/** A connection speaks for one editor, and for those that it had before it was connected again. */
const MOST_CLIENTS = 10;

/** Who has a report open and where their cursors are; nothing of it is stored. */
export interface Cursors {
  /** Takes what a connection says of itself; the name is the server's word. */
  receive(source: object, update: Uint8Array, username: string): void;
  /** All that are there now; null when nobody is. */
  all(): Uint8Array | null;
  leave(source: object): void;
  close(): void;
}

/** @param send tells everybody */
export function createCursors(send: (update: Uint8Array) => void): Cursors {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(null);
  const owners = new Map<number, object>();

  awareness.on('update', ({ added, updated, removed }: Changes) => {
    for (const client of removed) owners.delete(client);
    send(encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]));
  });

  return {
    receive(source, update, username) {
      const states = readStates(update).filter(
        ({ client }) => (owners.get(client) ?? source) === source,
      );
      const own = [...owners.values()].filter((owner) => owner === source).length;
      const taken = states.slice(0, MOST_CLIENTS - Math.min(own, MOST_CLIENTS - 1));
      for (const { client } of taken) owners.set(client, source);
      applyAwarenessUpdate(awareness, writeStates(taken, username), source);
    },

    all() {
      const clients = [...awareness.getStates().keys()];
      return clients.length === 0 ? null : encodeAwarenessUpdate(awareness, clients);
    },

    leave(source) {
      const clients = [...owners].filter(([, owner]) => owner === source).map(([client]) => client);
      for (const client of clients) owners.delete(client);
      removeAwarenessStates(awareness, clients, source);
    },

    close: () => awareness.destroy(),
  };
}

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

interface ClientState {
  readonly client: number;
  readonly clock: number;
  /** Null: it is leaving. */
  readonly state: Readonly<Record<string, unknown>> | null;
}

/** @throws Error for what is no such update */
function readStates(update: Uint8Array): readonly ClientState[] {
  const decoder = decoding.createDecoder(update);
  const count = decoding.readVarUint(decoder);
  const states: ClientState[] = [];
  for (let index = 0; index < Math.min(count, 100); index += 1) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const text = decoding.readVarString(decoder);
    if (text.length > MAX_STATE_CHARACTERS) continue;
    const state: unknown = JSON.parse(text);
    states.push({ client, clock, state: isRecord(state) ? state : null });
  }
  return states;
}

function writeStates(states: readonly ClientState[], username: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const { client, clock, state } of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state && named(state, username)));
  }
  return encoding.toUint8Array(encoder);
}

/** Nobody speaks in another one's name, and a colour is nothing but a colour. */
function named(state: Readonly<Record<string, unknown>>, username: string) {
  const user = isRecord(state['user']) ? state['user'] : {};
  const color = user['color'];
  const isColour = typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color);
  return {
    ...(state['cursor'] === undefined ? {} : { cursor: state['cursor'] }),
    user: { name: username, ...(isColour ? { color } : {}) },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
