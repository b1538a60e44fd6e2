import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMetadataStore } from '../../../packages/server/src/stores/metadata/index.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { waitFor } from '../../support/waiting.ts';
import { type Engine, engines, openFresh, type Tables } from './engines.ts';

describe('faults of the metadata store on PostgreSQL', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  const insert = (db: Awaited<ReturnType<typeof openFresh>>['db'], key: string) =>
    db.insertInto('instance_settings').values({ key, value: '' }).execute();
  const open = () =>
    openFresh({
      createConfig: async () => ({ kind: 'postgres', url: await postgres.createDatabase() }),
      stop: async () => {},
    });

  it('is unavailable when nobody listens', async () => {
    const store = openMetadataStore({ kind: 'postgres', url: 'postgres://x@127.0.0.1:1/x' });

    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.migrate()).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });

  it('is unavailable to a transaction that lost its connection, and works for the next', async () => {
    const { store, db } = await open();

    const work = db.transaction().execute(async (transaction) => {
      await insert(transaction, 'lost');
      await postgres.administer(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runloom'`,
      );
      // The server's word may come after a statement or two.
      for (let statement = 0; ; statement += 1) await insert(transaction, String(statement));
    });

    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    const after = await waitFor(() => insert(db, 'after').then(() => true), {
      until: 'there is a new connection',
    });
    expect(after).toBe(true);
    expect(await db.selectFrom('instance_settings').select('key').execute()).toEqual([
      { key: 'after' },
    ]);
    await store.close();
  });

  it('is unavailable while the server is down and works again when it is back', async () => {
    const { store, db } = await open();
    await insert(db, 'acknowledged');

    await postgres.crash();
    await expect(insert(db, 'meanwhile')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(db.transaction().execute((t) => insert(t, 'meanwhile'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await postgres.restart();

    await store.ping();
    await store.close();
  });

  it('keeps what it acknowledged to many writers when the server crashes, and serves them when it is back', async () => {
    const { store, db } = await open();
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    let done = false;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let write = 0; !done; write += 1) {
        const key = `${writer}/${write}`;
        try {
          await db.transaction().execute((transaction) => insert(transaction, key));
          acknowledged.push(key);
        } catch (error) {
          refused.push(error);
          await waitFor(() => store.ping().then(() => true), { until: 'PostgreSQL is back' });
        }
      }
    });
    const goOn = async (): Promise<void> => {
      const before = acknowledged.length;
      await waitFor(() => acknowledged.length > before + 20, { until: 'the writers go on' });
    };

    await goOn();
    await postgres.crash();
    await postgres.restart();
    await goOn();
    done = true;
    await Promise.all(writers);

    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toMatchObject({ code: 'unavailable' });
    const rows = await db.selectFrom('instance_settings').select('key').execute();
    const stored = new Set(rows.map(({ key }) => key));
    expect(acknowledged.filter((key) => !stored.has(key))).toEqual([]);
    await store.close();
  });

  it('is unavailable to a write that waits too long for a lock', async () => {
    const { store, db } = await open();
    await insert(db, 'held');
    const change = (within: typeof db) =>
      within.updateTable('instance_settings').set({ value: 'x' }).where('key', '=', 'held');

    await db.transaction().execute(async (transaction) => {
      await change(transaction).execute();
      await expect(change(db).execute()).rejects.toMatchObject({ code: 'unavailable' });
    });

    await change(db).execute();
    await store.close();
  });

  it('is unavailable to one of two transactions that wait for each other', async () => {
    const { store, db } = await open();
    await insert(db, 'a');
    await insert(db, 'b');
    const change = (within: typeof db, key: string) =>
      within.updateTable('instance_settings').set({ value: 'x' }).where('key', '=', key).execute();
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;

    const outcomes = await Promise.allSettled([
      db.transaction().execute(async (transaction) => {
        await change(transaction, 'a');
        both[0].resolve();
        await both[1].promise;
        await change(transaction, 'b');
      }),
      db.transaction().execute(async (transaction) => {
        await change(transaction, 'b');
        both[1].resolve();
        await both[0].promise;
        await change(transaction, 'a');
      }),
    ]);

    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => reason)).toMatchObject([{ code: 'unavailable' }]);
    await store.close();
  });
});

describe('faults of the metadata store on SQLite', () => {
  let engine: Engine | undefined;

  beforeAll(async () => {
    engine = await engines.find(({ name }) => name === 'SQLite')?.start();
  });
  afterAll(async () => {
    await engine?.stop();
  });

  const open = async () => {
    if (!engine) throw new Error('SQLite is not among the engines');
    const { store, db, config } = await openFresh(engine);
    if (config.kind !== 'sqlite') throw new Error('The engine is not SQLite');
    return { store, db, file: config.file };
  };

  it('waits for the write of another process without holding up anything else', async () => {
    const { store, db, file } = await open();
    const other = new DatabaseSync(file);
    other.exec(`begin immediate; insert into instance_settings values ('theirs', '')`);

    const ours = db.insertInto('instance_settings').values({ key: 'ours', value: '' }).execute();
    const meanwhile = await db.selectFrom('instance_settings').selectAll().execute();
    other.exec('commit');
    await ours;

    expect(meanwhile).toEqual([]);
    expect(await db.selectFrom('instance_settings').select('key').orderBy('key').execute()).toEqual(
      [{ key: 'ours' }, { key: 'theirs' }],
    );
    other.close();
    await store.close();
  });

  it('is unavailable to a write that waits too long for another process, and goes on after it', async () => {
    const { store, db, file } = await open();
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const insert = (within: typeof db, key: string) =>
      within.insertInto('instance_settings').values({ key, value: '' }).execute();

    const work = db.transaction().execute((transaction) => insert(transaction, 'meanwhile'));
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    other.exec('rollback');
    await insert(db, 'after');

    const rows = await db.selectFrom('instance_settings').select('key').execute();
    expect(rows).toEqual([{ key: 'after' }]);
    other.close();
    await store.close();
  });

  it('is unavailable on a full disk, keeps what was there and goes on when there is room', async () => {
    const { store, db } = await open();
    await db.insertInto('instance_settings').values({ key: 'before', value: '' }).execute();
    await sql`pragma max_page_count = 1`.execute(db);
    const large = 'x'.repeat(1_000_000);

    const single = db.insertInto('instance_settings').values({ key: 'a', value: large }).execute();
    await expect(single).rejects.toMatchObject({ code: 'unavailable' });
    const work = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('instance_settings').values({ key: 'b', value: '' }).execute();
      await transaction
        .insertInto('instance_settings')
        .values({ key: 'c', value: large })
        .execute();
    });
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    await sql`pragma max_page_count = 1000000`.execute(db);
    await db.insertInto('instance_settings').values({ key: 'd', value: large }).execute();

    const rows = await db.selectFrom('instance_settings').select('key').orderBy('key').execute();
    expect(rows).toEqual([{ key: 'before' }, { key: 'd' }]);
    await store.close();
  });

  it('keeps what was acknowledged when the process is killed', async () => {
    const { store, file } = await open();
    await store.close();
    const door = new URL('../../../packages/server/src/stores/metadata/index.ts', import.meta.url);
    const program = `
      const { openMetadataStore } = await import(${JSON.stringify(door.href)});
      const store = openMetadataStore({ kind: 'sqlite', file: ${JSON.stringify(file)} });
      for (let i = 0; i < 50; i++)
        await store.db.insertInto('instance_settings').values({ key: String(i), value: '' }).execute();
      process.kill(process.pid, 'SIGKILL');`;

    const { signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program]);

    expect(signal).toBe('SIGKILL');
    const after = openMetadataStore({ kind: 'sqlite', file });
    await after.migrate();
    const rows = await after.db
      .withTables<Tables>()
      .selectFrom('instance_settings')
      .select('key')
      .execute();
    expect(rows).toHaveLength(50);
    await after.close();
  });

  it('syncs each commit', async () => {
    const { store, db } = await open();

    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
    const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);

    expect(rows).toEqual([{ synchronous: 2 }]);
    expect(journal.rows).toEqual([{ journal_mode: 'wal' }]);
    await store.close();
  });
});
