import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { endOf, HEAD_BYTES, type PackRecord } from './records.ts';

/** Where a content lies. */
export interface Place {
  readonly pack: number;
  readonly at: number;
  readonly sizeBytes: number;
}

/** A pack as far as it is in the index. */
export interface PackState {
  readonly pack: number;
  /** Behind its last record. */
  readonly endBytes: number;
  /** Of contents that are found there, with their heads; the rest is dead. */
  readonly liveBytes: number;
}

/**
 * Which content lies where, as a SQLite file. The packs are the truth: a power cut may take the last
 * changes from the index, which are read from the packs again. Short statements on the event loop.
 */
export interface PackIndex {
  find(digest: string): Place | null;
  packs(): readonly PackState[];
  /** Notes records that are durable in their pack, in their order; answers how each pack is that this changed. */
  note(pack: number, records: readonly PackRecord[]): readonly PackState[];
  /** Makes all that was noted durable. */
  sync(): void;
  /** Forgets a pack, and contents that are still looked for in it. */
  forget(pack: number): void;
  close(): void;
}

const SCHEMA = `
  create table if not exists packs (
    pack integer primary key, end_bytes integer not null, live_bytes integer not null
  ) strict;
  create table if not exists contents (
    digest blob primary key, pack integer not null, at integer not null, size_bytes integer not null
  ) strict, without rowid;
`;
const DAMAGED_CODES = new Set([11, 26]);

/** Opens it; one that is damaged is begun anew. @throws Error of SQLite or the file system */
export function openPackIndex(file: string): PackIndex {
  // Nobody else may see what is stored here. SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600));
  try {
    return openDatabase(file);
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error;
    if (!DAMAGED_CODES.has(Number(error.errcode))) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return openDatabase(file);
  }
}

function openDatabase(file: string): PackIndex {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
    database.exec(SCHEMA);
    return createIndex(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function createIndex(database: DatabaseSync): PackIndex {
  const statements = {
    find: database.prepare('select pack, at, size_bytes from contents where digest = ?'),
    put: database.prepare(
      `insert into contents (digest, pack, at, size_bytes) values (?, ?, ?, ?)
      on conflict (digest) do update set pack = excluded.pack, at = excluded.at`,
    ),
    remove: database.prepare('delete from contents where digest = ?'),
    packs: database.prepare('select pack, end_bytes, live_bytes from packs order by pack'),
    count: database.prepare(
      `insert into packs (pack, end_bytes, live_bytes) values (?, ?, ?)
      on conflict (pack) do update set end_bytes = max(end_bytes, excluded.end_bytes),
        live_bytes = live_bytes + excluded.live_bytes
      returning pack, end_bytes, live_bytes`,
    ),
    forget: database.prepare('delete from packs where pack = ? returning live_bytes'),
    forgetContents: database.prepare('delete from contents where pack = ?'),
  };

  function inTransaction<T>(work: () => T): T {
    database.exec('begin immediate');
    try {
      const outcome = work();
      database.exec('commit');
      return outcome;
    } catch (error) {
      // Some errors (a full disk) have rolled it back already.
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  }

  function find(key: Uint8Array): Place | null {
    const row = statements.find.get(key);
    if (row === undefined) return null;
    return {
      pack: Number(row['pack']),
      at: Number(row['at']),
      sizeBytes: Number(row['size_bytes']),
    };
  }

  return {
    find: (digest) => find(Buffer.from(digest, 'hex')),

    packs: () => statements.packs.all().map(stateOf),

    note: (pack, records) =>
      inTransaction(() => {
        const live = new Map<number, number>([[pack, 0]]);
        const change = (of: number, bytes: number) => live.set(of, (live.get(of) ?? 0) + bytes);
        for (const { kind, digest, at, sizeBytes } of records) {
          const key = Buffer.from(digest, 'hex');
          const before = find(key);
          if (before !== null) change(before.pack, -(HEAD_BYTES + before.sizeBytes));
          if (kind === 'removal') statements.remove.run(key);
          else {
            statements.put.run(key, pack, at, sizeBytes);
            change(pack, HEAD_BYTES + sizeBytes);
          }
        }
        const last = records.at(-1);
        return [...live].flatMap(([of, bytes]) => {
          const end = of === pack && last !== undefined ? endOf(last) : 0;
          const row = statements.count.get(of, end, bytes);
          return row === undefined ? [] : [stateOf(row)];
        });
      }),

    sync: () => database.exec('pragma wal_checkpoint(full)'),

    forget: (pack) =>
      inTransaction(() => {
        const row = statements.forget.get(pack);
        // Without an index by pack all are looked at, which happens only where a pack was lost.
        if (Number(row?.['live_bytes'] ?? 0) > 0) statements.forgetContents.run(pack);
      }),

    close: () => database.close(),
  };
}

const stateOf = (row: Record<string, unknown>): PackState => ({
  pack: Number(row['pack']),
  endBytes: Number(row['end_bytes']),
  liveBytes: Number(row['live_bytes']),
});
