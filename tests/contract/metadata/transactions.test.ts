import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  isUniqueViolation,
  type MetadataStore,
} from '../../../packages/server/src/stores/metadata/index.ts';
import { type Database, type Engine, engines, insertProject, openFresh } from './engines.ts';

for (const { name, start } of engines) {
  describe(`transactions of the metadata store on ${name}`, () => {
    let engine: Engine;
    let store: MetadataStore;
    let db: Database;

    beforeAll(async () => {
      engine = await start();
      ({ store, db } = await openFresh(engine));
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });
    beforeEach(async () => {
      await db.deleteFrom('instance_settings').execute();
    });

    const insert = (within: Database, key: string) =>
      within.insertInto('instance_settings').values({ key, value: '' }).execute();
    const keys = async (within: Database = db) =>
      (await within.selectFrom('instance_settings').select('key').orderBy('key').execute()).map(
        ({ key }) => key,
      );

    it('keeps all of it', async () => {
      await db.transaction().execute(async (transaction) => {
        await insert(transaction, 'a');
        await insert(transaction, 'b');
      });

      expect(await keys()).toEqual(['a', 'b']);
    });

    it('keeps nothing of it when the work throws', async () => {
      const work = db.transaction().execute(async (transaction) => {
        await insert(transaction, 'a');
        throw new Error('changed my mind');
      });

      await expect(work).rejects.toThrow('changed my mind');
      expect(await keys()).toEqual([]);
    });

    it('sees its own writes, which nobody else sees before it ends', async () => {
      await db.transaction().execute(async (transaction) => {
        await insert(transaction, 'a');

        expect(await keys(transaction)).toEqual(['a']);
        expect(await keys()).toEqual([]);
      });
    });

    it('does not hold up reads', async () => {
      await insert(db, 'before');
      const started = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<void>();
      const work = db.transaction().execute(async (transaction) => {
        await insert(transaction, 'within');
        started.resolve();
        await finish.promise;
      });
      await started.promise;

      expect(await keys()).toEqual(['before']);

      finish.resolve();
      await work;
      expect(await keys()).toEqual(['before', 'within']);
    });

    it('takes no further statement after one failed, and can not be kept', async () => {
      await insert(db, 'taken');
      let second: unknown;

      const work = db.transaction().execute(async (transaction) => {
        await insert(transaction, 'a');
        await insert(transaction, 'taken').catch(() => {});
        second = await insert(transaction, 'b').catch((error: unknown) => error);
      });

      await expect(work).rejects.toThrow(/must be rolled back/);
      expect(second).toBeInstanceOf(Error);
      expect(await keys()).toEqual(['taken']);
    });

    it('goes on from a savepoint after a statement failed', async () => {
      await insert(db, 'taken');
      const transaction = await db.startTransaction().execute();
      await insert(transaction, 'a');
      const afterA = await transaction.savepoint('after_a').execute();
      const failure: unknown = await insert(afterA, 'taken').catch((error: unknown) => error);

      const again = await afterA.rollbackToSavepoint('after_a').execute();
      await insert(again, 'b');
      await transaction.commit().execute();

      expect(isUniqueViolation(failure)).toBe(true);
      expect(await keys()).toEqual(['a', 'b', 'taken']);
    });

    it('does not mix with others that run at the same time', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          db.transaction().execute(async (transaction) => {
            await insert(transaction, `${index}/first`);
            await turn();
            if (index % 3 === 0) throw new Error('not this one');
            await insert(transaction, `${index}/second`);
          }),
        ),
      );

      const expected = Array.from({ length: 30 }, (_, index) => index)
        .filter((index) => index % 3 !== 0)
        .flatMap((index) => [`${index}/first`, `${index}/second`]);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
      expect(await keys()).toEqual(expected.sort());
    });

    it('loses no update when many read a row for update and write it', async () => {
      const project = await insertProject(db);

      await Promise.all(
        Array.from({ length: 25 }, () =>
          db.transaction().execute(async (transaction) => {
            const { run_counter } = await transaction
              .selectFrom('projects')
              .select('run_counter')
              .where('id', '=', project)
              .forUpdate()
              .executeTakeFirstOrThrow();
            await turn();
            await transaction
              .updateTable('projects')
              .set({ run_counter: run_counter + 1 })
              .where('id', '=', project)
              .execute();
          }),
        ),
      );

      const { run_counter } = await db
        .selectFrom('projects')
        .select('run_counter')
        .where('id', '=', project)
        .executeTakeFirstOrThrow();
      expect(run_counter).toBe(25);
    });

    it('lets one of many inserts of the same key win', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => insert(db, 'same')),
      );

      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(19);
      expect(lost.every(({ reason }) => isUniqueViolation(reason))).toBe(true);
    });

    it('takes statements while transactions run, and many at a time', async () => {
      await Promise.all([
        ...Array.from({ length: 40 }, (_, index) => insert(db, `single/${index}`)),
        ...Array.from({ length: 10 }, (_, index) =>
          db.transaction().execute(async (transaction) => {
            await insert(transaction, `one/${index}`);
            await turn();
            await insert(transaction, `two/${index}`);
          }),
        ),
        ...Array.from({ length: 40 }, () => keys()),
      ]);

      expect(await keys()).toHaveLength(60);
    });

    it('goes on after a statement that makes no sense', async () => {
      await expect(sql`select from where`.execute(db)).rejects.toThrow();
      await expect(sql`select * from no_such_table`.execute(db)).rejects.toThrow();

      await insert(db, 'after');

      expect(await keys()).toEqual(['after']);
    });
  });
}
