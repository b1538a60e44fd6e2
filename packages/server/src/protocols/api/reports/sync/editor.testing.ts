import { REPORT_FRAGMENT, SYNC_MESSAGE } from '@runloom/model';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

/** For tests: an editor of one report, as a browser has it. It goes on when its connection ends. */
export interface Editor {
  readonly doc: Y.Doc;
  readonly fragment: Y.XmlFragment;
  /** Why connections were closed, in order. */
  readonly closed: readonly { readonly code: number; readonly reason: string }[];
  /** Names of those whose cursors it sees. */
  readonly others: () => readonly string[];
  connect(): Promise<void>;
  /** Cuts the connection without a goodbye; what is typed meanwhile stays in the editor. */
  drop(): void;
  /** Everything that was typed is durable, by the word of the server. */
  isSaved(): boolean;
  isOpen(): boolean;
  /** Sends bytes as they are. */
  send(message: Uint8Array): void;
  close(): void;
}

const REMOTE = Symbol('remote');

export function openEditor(options: {
  url: string;
  report: string;
  key?: string;
  headers?: Record<string, string>;
}): Editor {
  const { url, report, key, headers = {} } = options;
  const doc = new Y.Doc();
  const closed: { code: number; reason: string }[] = [];
  const others = new Map<number, string>();
  let socket: WebSocket | null = null;
  let sent = 0;
  let saved = 0;
  let isOnline = false;
  /** Something was typed while nothing was connected. */
  let isBehind = false;

  const send = (message: Uint8Array): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(message);
  };

  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE) return;
    if (!isOnline) {
      isBehind = true;
      return;
    }
    sent += 1;
    send(syncMessage(2, update));
  });

  function receive(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const kind = decoding.readVarUint(decoder);
    if (kind === SYNC_MESSAGE.saved) {
      decoding.readVarUint8Array(decoder);
      saved = decoding.readVarUint(decoder);
    } else if (kind === SYNC_MESSAGE.awareness) {
      const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
      for (let left = decoding.readVarUint(inner); left > 0; left -= 1) {
        const client = decoding.readVarUint(inner);
        decoding.readVarUint(inner);
        const state = JSON.parse(decoding.readVarString(inner));
        if (state === null) others.delete(client);
        else others.set(client, state.user.name);
      }
    } else if (kind === SYNC_MESSAGE.sync) {
      const step = decoding.readVarUint(decoder);
      const bytes = decoding.readVarUint8Array(decoder);
      if (step === 0) {
        sent += 1;
        isOnline = true;
        isBehind = false;
        send(syncMessage(1, Y.encodeStateAsUpdate(doc, bytes)));
      } else Y.applyUpdate(doc, bytes, REMOTE);
    }
  }

  return {
    doc,
    fragment: doc.getXmlFragment(REPORT_FRAGMENT),
    closed,
    others: () => [...others.values()],
    async connect() {
      const address = `${url.replace('http', 'ws')}/api/v1/reports/${report}/sync`;
      const opened = new WebSocket(address, {
        headers: { ...headers, ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) },
      });
      socket = opened;
      sent = 0;
      saved = 0;
      isOnline = false;
      opened.on('message', (data: Buffer) => {
        if (socket === opened) receive(new Uint8Array(data));
      });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      opened.on('error', reject);
      opened.on('close', (code, reason) => {
        closed.push({ code, reason: reason.toString() });
        if (socket === opened) isOnline = false;
      });
      opened.on('open', () => {
        send(syncMessage(0, Y.encodeStateVector(doc)));
        resolve();
      });
      await promise;
    },
    drop() {
      isOnline = false;
      socket?.terminate();
    },
    isSaved: () => isOnline && !isBehind && saved >= sent,
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    send,
    close: () => socket?.close(),
  };
}

export function syncMessage(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, bytes);
  return encoding.toUint8Array(encoder);
}

/** Types one letter into the first line of the first block, anywhere. */
export function typeLetter(editor: Editor, letter: string, place: number): void {
  const line = lineOf(editor);
  line.insert(Math.floor(place * (line.length + 1)), letter);
}

/** The first line of the text. */
export function lineOf({ fragment }: Editor): Y.XmlText {
  const block = fragment.get(0);
  const line = block instanceof Y.XmlElement ? block.get(0) : null;
  if (!(line instanceof Y.XmlText)) throw new Error('the report begins with no line of text');
  return line;
}
