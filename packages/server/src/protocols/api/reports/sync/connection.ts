import { MAX_SYNC_MESSAGE_BYTES, SYNC_CLOSE, SYNC_MESSAGE } from '@runloom/model';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { WebSocket } from 'ws';
import type { UserId } from '../../../../domains/accounts/index.ts';
import type { LiveText, TextWatcher } from '../../../../domains/reports/index.ts';
import { RunloomError, unavailable } from '../../../../platform/errors.ts';
import type { Log } from '../../../../platform/logging.ts';
import { closeWith, shorten } from './close-code.ts';
import type { Cursors } from './cursors.ts';

/** Kinds of sync messages in `y-protocols`. */
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** What may wait in memory for a slow reader. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** Changes that came before those they build on. */
const MOST_EARLY = 1_000;

/** Who works on a report by a connection; null for who reads only. */
export interface Writer {
  readonly userId: UserId;
}

export interface Connection {
  send(message: Uint8Array): void;
  /** The answer to the rights that were looked up again. */
  setWriter(writer: Writer | null): void;
  close(error: RunloomError): void;
}

/** Speaks `y-protocols` with one editor: its changes in, those of others out. */
export function openConnection(options: {
  socket: WebSocket;
  text: LiveText;
  cursors: Cursors;
  /** User name; null for readers without an account, whose cursors are not shown. */
  username: string | null;
  writer: Writer | null;
  log: Log;
  onClose: () => void;
}): Connection {
  const { socket, text, cursors, username, log } = options;
  let { writer } = options;
  /** Changes that were taken, and how many of them are durable. */
  let taken = 0;
  let durable = 0;
  let early: Uint8Array[] = [];

  const send = (message: Uint8Array): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_WAITING_BYTES) {
      socket.close(SYNC_CLOSE.slowDown, 'The connection is too slow for what happens here.');
      return;
    }
    socket.send(message);
  };

  const watcher: TextWatcher = {
    changed: (update) => send(syncMessage(UPDATE, update)),
    saved(vector, count) {
      durable = Math.max(durable, count ?? 0);
      send(savedMessage(vector, durable));
    },
    closed: (reason) => closeWith(socket, reason),
  };

  const connection: Connection = {
    send,
    setWriter(next) {
      if (writer !== null && next === null) refuse('You may read this report only, since now.');
      writer = next;
    },
    close: (error) => closeWith(socket, error),
  };

  function refuse(reason: string): void {
    socket.close(SYNC_CLOSE.readOnly, shorten(reason));
  }

  async function receive(message: Uint8Array): Promise<void> {
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case SYNC_MESSAGE.sync:
        return receiveSync(decoder);
      case SYNC_MESSAGE.awareness: {
        const update = decoding.readVarUint8Array(decoder);
        if (username !== null) cursors.receive(connection, update, username);
        return;
      }
      case SYNC_MESSAGE.queryAwareness:
        return sendCursors();
      default:
        throw new RunloomError('invalid', 'This kind of message is not known here.');
    }
  }

  async function receiveSync(decoder: decoding.Decoder): Promise<void> {
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === STEP_1) {
      send(syncMessage(STEP_2, await text.encode(bytes)));
      return;
    }
    if (kind !== STEP_2 && kind !== UPDATE) {
      throw new RunloomError('invalid', 'This kind of message is not known here.');
    }
    if (writer === null) {
      // An answer to a question is no attempt to write.
      if (kind === UPDATE) refuse('You may read this report, but not write to it.');
      return;
    }
    take(bytes, writer);
  }

  function take(update: Uint8Array, { userId }: Writer): void {
    const apply = (one: Uint8Array): boolean => {
      const count = taken + 1;
      const outcome = text.apply(one, { author: userId, source: watcher, count });
      if (outcome === 'taken') taken = count;
      return outcome === 'taken';
    };
    if (!apply(update)) {
      early.push(update);
      if (early.length > MOST_EARLY) {
        throw new RunloomError('invalid', 'Changes come without those that they build on.');
      }
      return;
    }
    for (let left = -1; early.length > 0 && left !== early.length; ) {
      left = early.length;
      early = early.filter((one) => !apply(one));
    }
  }

  function sendCursors(): void {
    const all = cursors.all();
    if (all !== null) send(cursorsMessage(all));
  }

  const fail = (error: unknown): void => closeWith(socket, inWords(error, log));

  // One after the other: what is answered is what came before the question.
  let turn: Promise<void> = Promise.resolve();
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return fail(new RunloomError('invalid', 'Messages are binary here.'));
    if (data.length > MAX_SYNC_MESSAGE_BYTES) {
      return fail(
        new RunloomError(
          'too_large',
          `At most ${MAX_SYNC_MESSAGE_BYTES / 1024 / 1024} MB at once: insert less at a time.`,
        ),
      );
    }
    turn = turn.then(() => receive(new Uint8Array(data))).catch(fail);
  });
  // What is wrong with the connection ends it; `close` follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    cursors.leave(connection);
    text.close();
    options.onClose();
  });

  text.watch(watcher);
  send(savedMessage(text.vector(), 0));
  if (writer !== null) send(syncMessage(STEP_1, text.vector()));
  sendCursors();
  return connection;
}

function inWords(error: unknown, log: Log): RunloomError {
  if (error instanceof RunloomError) return error;
  if (isMalformed(error)) return new RunloomError('invalid', 'This message can’t be read.');
  log.error({ err: error }, 'a message of an editor failed');
  return unavailable('Something went wrong in the server. Connect again.');
}

/** What decoders throw for bytes that end too early or are no JSON. */
const isMalformed = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof SyntaxError ||
  (error instanceof Error && /Unexpected end of array|Integer out of Range/i.test(error.message));

function syncMessage(kind: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, bytes);
  return encoding.toUint8Array(encoder);
}

function savedMessage(vector: Uint8Array, count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE.saved);
  encoding.writeVarUint8Array(encoder, vector);
  encoding.writeVarUint(encoder, count);
  return encoding.toUint8Array(encoder);
}

/** Where everybody's cursors are, as a message. */
export function cursorsMessage(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}
