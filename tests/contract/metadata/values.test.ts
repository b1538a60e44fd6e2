import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isUniqueViolation,
  type MetadataStore,
} from '../../../packages/server/src/stores/metadata/index.ts';
import {
  type Database,
  type Engine,
  engines,
  insertProject,
  openFresh,
  runRow,
} from './engines.ts';

for (const { name, start } of engines) {
  describe(`values in the metadata store on ${name}`, () => {
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

    const keep = (key: string, value: string) =>
      db.insertInto('instance_settings').values({ key, value }).execute();
    const kept = async (key: string) =>
      (
        await db
          .selectFrom('instance_settings')
          .select('value')
          .where('key', '=', key)
          .executeTakeFirst()
      )?.value;

    it.each([
      ['empty', ''],
      ['quotes and backslashes', `'";--\\ \\u0000 $1 ? :name`],
      ['JSON with emoji and escapes', JSON.stringify({ '😀': ['\u0000', '\ud800', 'é', 1e300] })],
      ['right-to-left and combining', 'שלום e\u0301 \u202e\ufeff'],
      ['control characters', '\u0001\t\r\n\u007f\u2028'],
      ['large', 'é😀x'.repeat(700_000)],
    ])('gives back text exactly: %s', async (label, value) => {
      await keep(label, value);

      expect(await kept(label)).toBe(value);
    });

    it.each([
      ['NUL', 'a\u0000b'],
      ['an unpaired surrogate', 'a\ud800b'],
    ])('refuses text with %s, which it could not give back', async (label, value) => {
      await expect(keep(label, value)).rejects.toMatchObject({ code: 'invalid' });
      await expect(kept(value)).rejects.toMatchObject({ code: 'invalid' });
      expect(await kept(label)).toBeUndefined();
    });

    it('tells text apart by its bytes', async () => {
      await keep('\u00e9', 'composed');
      await keep('e\u0301', 'combined');
      await keep('case', 'lower');
      await keep('CASE', 'upper');

      expect(await kept('\u00e9')).toBe('composed');
      expect(await kept('e\u0301')).toBe('combined');
      expect(await kept('CASE')).toBe('upper');
      expect(await kept('Case')).toBeUndefined();
    });

    it('sorts and compares text by its bytes', async () => {
      const sorted = ['A', 'B', 'Z', '_', 'a', 'b', 'é', '\ufffd', '😀'];
      for (const key of sorted.toReversed()) await keep(`order/${key}`, '');

      const read = db
        .selectFrom('instance_settings')
        .select('key')
        .where('key', 'like', 'order/%')
        .orderBy('key');

      const keys = async (query: typeof read) =>
        (await query.execute()).map(({ key }) => key.slice('order/'.length));
      expect(await keys(read)).toEqual(sorted);
      expect(await keys(read.where('key', '>', 'order/Z'))).toEqual(sorted.slice(3));
    });

    it('matches by like with regard to case, and lowers ASCII letters alone', async () => {
      await keep('like/Abc%É', '');

      const matches = async (pattern: string) => {
        const { count } = await db
          .selectFrom('instance_settings')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(sql<boolean>`key like ${pattern} escape '\\'`)
          .executeTakeFirstOrThrow();
        return count;
      };
      expect(await matches('like/Ab%')).toBe(1);
      expect(await matches('like/ab%')).toBe(0);
      expect(await matches('like/Abc\\%É')).toBe(1);
      expect(await matches('like/A\\%c%')).toBe(0);
      const { lowered } = await db
        .selectFrom('instance_settings')
        .select(sql<string>`lower(key)`.as('lowered'))
        .where('key', '=', 'like/Abc%É')
        .executeTakeFirstOrThrow();
      expect(lowered).toBe('like/abc%É');
    });

    it('gives back numbers exactly, as numbers', async () => {
      const project = await insertProject(db);
      const numbers: [created: number, started: number | null, step: number | null][] = [
        [Number.MAX_SAFE_INTEGER, 0.1, -1],
        [Number.MIN_SAFE_INTEGER, -1e300, 0],
        [0, Number.POSITIVE_INFINITY, null],
        [1_764_000_000_000, 1_764_000_000.123456, 9_007_199_254_740_991],
        [1, 5e-324, 9.2e18],
        [1, 1.7e18, -9.2e18],
        [1, null, 1],
      ];
      for (const [index, [created_at, started_at, last_step]] of numbers.entries()) {
        const row = { ...runRow(project, `n${index}`), created_at, started_at, last_step };
        const returned = await db
          .insertInto('runs')
          .values(row)
          .returning(['created_at', 'started_at', 'last_step'])
          .executeTakeFirstOrThrow();
        expect(returned).toEqual({ created_at, started_at, last_step });
      }

      const rows = await db
        .selectFrom('runs')
        .select(['created_at', 'started_at', 'last_step'])
        .where('project_id', '=', project)
        .orderBy('name')
        .execute();

      expect(rows.map((row) => [row.created_at, row.started_at, row.last_step])).toEqual(numbers);
    });

    it('counts, adds up and compares in numbers', async () => {
      const project = await insertProject(db);
      await db
        .insertInto('runs')
        .values([
          { ...runRow(project, 'a'), created_at: 3 },
          { ...runRow(project, 'b'), created_at: 4 },
        ])
        .execute();

      const row = await db
        .selectFrom('runs')
        .select((eb) => [
          eb.fn.countAll<number>().as('count'),
          eb.fn.sum<number>('created_at').as('sum'),
          eb.fn.max('created_at').as('max'),
          eb(eb.fn.max('created_at'), '>', 3).as('more'),
          eb.exists(eb.selectFrom('runs').select('id').where('name', '=', 'no such')).as('found'),
        ])
        .where('project_id', '=', project)
        .executeTakeFirstOrThrow();

      expect(row).toEqual({ count: 2, sum: 7, max: 4, more: 1, found: 0 });
    });

    it('stores booleans as 0 and 1', async () => {
      const project = await insertProject(db);
      const values = { ...runRow(project, 'b'), stop_requested: true as unknown as number };

      await db.insertInto('runs').values(values).execute();

      const found = await db
        .selectFrom('runs')
        .select('stop_requested')
        .where('project_id', '=', project)
        .where('stop_requested', '=', 1)
        .execute();
      expect(found).toEqual([{ stop_requested: 1 }]);
    });

    it('refuses what a column can not hold exactly', async () => {
      const project = await insertProject(db);
      for (const created_at of [1.5, Number.NaN, 1e19, 2n ** 60n, 'text', {}, new Date(0)]) {
        const values = { ...runRow(project, 'wrong'), created_at: created_at as number };
        await expect(db.insertInto('runs').values(values).execute()).rejects.toThrow();
      }
      expect(
        await db.selectFrom('runs').select('id').where('project_id', '=', project).execute(),
      ).toEqual([]);
    });

    it('gives ids that grow and are never used again', async () => {
      const insert = async (key: string) => {
        const { id } = await db
          .insertInto('organizations')
          .values({ name: key, name_key: key, created_at: 1 })
          .returning('id')
          .executeTakeFirstOrThrow();
        return id;
      };
      const first = await insert('ids/1');
      const second = await insert('ids/2');
      await db.deleteFrom('organizations').where('id', '=', second).execute();

      const third = await insert('ids/3');

      expect(second).toBeGreaterThan(first);
      expect(third).toBeGreaterThan(second);
    });

    it('makes a broken unique constraint recognizable, of whatever kind', async () => {
      const project = await insertProject(db, 'unique');
      await db.insertInto('runs').values(runRow(project, 'once')).execute();
      await keep('primary key', '');

      const violations = [
        () => db.insertInto('runs').values(runRow(project, 'once')).execute(),
        () => keep('primary key', ''),
        () => insertProject(db, 'unique'),
        () =>
          db
            .insertInto('schema_migrations')
            .values({ number: 1, name: 'again', applied_at: 1 })
            .execute(),
      ];

      for (const violate of violations) {
        const error: unknown = await violate().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(isUniqueViolation(error)).toBe(true);
      }
    });

    it('does not take other constraints for unique ones', async () => {
      const error: unknown = await db
        .insertInto('runs')
        .values(runRow(-1, 'of no project'))
        .execute()
        .catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(Error);
      expect(isUniqueViolation(error)).toBe(false);
    });

    it('lets a name be used again after what had it was moved to the trash', async () => {
      const project = await insertProject(db, 'trash');
      const { entity_id } = await db
        .selectFrom('projects')
        .select('entity_id')
        .where('id', '=', project)
        .executeTakeFirstOrThrow();
      await db.updateTable('projects').set({ deleted_at: 5 }).where('id', '=', project).execute();

      const times = { created_at: 1, updated_at: 1 };
      const again = { entity_id, name: 'trash', visibility: 'team', ...times };

      await db.insertInto('projects').values(again).execute();
      await expect(db.insertInto('projects').values(again).execute()).rejects.toThrow();
    });

    it('inserts, updates or leaves alone on a conflict, and tells how many rows', async () => {
      await keep('conflict', 'first');
      const insert = db
        .insertInto('instance_settings')
        .values({ key: 'conflict', value: 'second' });

      const left = await insert.onConflict((oc) => oc.column('key').doNothing()).executeTakeFirst();
      const updated = await insert
        .onConflict((oc) =>
          oc.column('key').doUpdateSet({ value: (eb) => eb.ref('excluded.value') }),
        )
        .returning('value')
        .executeTakeFirst();
      const none = await db
        .updateTable('instance_settings')
        .set({ value: 'x' })
        .where('key', '=', 'no such')
        .executeTakeFirst();
      const removed = await db
        .deleteFrom('instance_settings')
        .where('key', '=', 'conflict')
        .executeTakeFirst();

      expect(left.numInsertedOrUpdatedRows).toBe(0n);
      expect(updated).toEqual({ value: 'second' });
      expect(none.numUpdatedRows).toBe(0n);
      expect(removed.numDeletedRows).toBe(1n);
    });

    it('puts nulls where the order says', async () => {
      const project = await insertProject(db);
      for (const [index, last_step] of [2, null, 1].entries()) {
        await db
          .insertInto('runs')
          .values({ ...runRow(project, `o${index}`), last_step })
          .execute();
      }
      const read = db.selectFrom('runs').select('last_step').where('project_id', '=', project);

      const last = await read.orderBy('last_step', (order) => order.asc().nullsLast()).execute();
      const first = await read.orderBy('last_step', (order) => order.desc().nullsFirst()).execute();

      expect(last.map((row) => row.last_step)).toEqual([1, 2, null]);
      expect(first.map((row) => row.last_step)).toEqual([null, 2, 1]);
    });
  });
}
