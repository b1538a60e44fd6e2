import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  NewerSchemaError,
  openMetadataStore,
} from '../../../packages/server/src/stores/metadata/index.ts';
import { type Engine, engines, openFresh, type Tables } from './engines.ts';

for (const { name, start } of engines) {
  describe(`migrations of the metadata store on ${name}`, () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await start();
    });
    afterAll(async () => {
      await engine?.stop();
    });

    it('makes the schema and records what it did', async () => {
      const { store, db } = await openFresh(engine);

      const applied = await db.selectFrom('schema_migrations').selectAll().execute();

      expect(applied[0]).toMatchObject({ number: 1, name: 'accounts-projects-runs' });
      expect(applied[0]?.applied_at).toBeGreaterThan(1_700_000_000_000);
      await store.close();
    });

    it('does nothing the second time and keeps what is there', async () => {
      const { store, db, config } = await openFresh(engine);
      await db.insertInto('instance_settings').values({ key: 'k', value: 'v' }).execute();
      const before = await db.selectFrom('schema_migrations').selectAll().execute();
      await store.migrate();
      await store.close();

      const again = openMetadataStore(config);
      await again.migrate();

      const kept = again.db.withTables<Tables>();
      expect(await kept.selectFrom('schema_migrations').selectAll().execute()).toEqual(before);
      expect(await kept.selectFrom('instance_settings').selectAll().execute()).toEqual([
        { key: 'k', value: 'v' },
      ]);
      await again.close();
    });

    it('makes the schema once when several start at the same time', async () => {
      const config = await engine.createConfig();
      const stores = Array.from({ length: 5 }, () => openMetadataStore(config));

      await Promise.all(stores.map((store) => store.migrate()));

      const applied = await stores[0]?.db
        .withTables<Tables>()
        .selectFrom('schema_migrations')
        .select('number')
        .execute();
      expect(new Set(applied?.map(({ number }) => number)).size).toBe(applied?.length);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('refuses a store that a newer program wrote, and leaves it as it is', async () => {
      const { store, db, config } = await openFresh(engine);
      const future = { number: 9999, name: 'from-the-future', applied_at: 1 };
      await db.insertInto('schema_migrations').values(future).execute();
      await store.close();

      const older = openMetadataStore(config);

      await expect(older.migrate()).rejects.toBeInstanceOf(NewerSchemaError);
      await expect(older.migrate()).rejects.toThrow(/schema 9999.*newer version/s);
      await older.close();
    });

    it('answers a ping until it is closed', async () => {
      const { store } = await openFresh(engine);
      await store.ping();
      await store.close();

      await expect(store.ping()).rejects.toThrow();
    });
  });
}
