import { createPublicKey, verify } from 'node:crypto';
import { type AuditEntry, createAuditVerifier } from '@runloom/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createAccounts,
  type UserActor,
} from '../../../packages/server/src/domains/accounts/index.ts';
import { type AuditEvent, createAudit } from '../../../packages/server/src/domains/audit/index.ts';
import { hashAuditText } from '../../../packages/server/src/domains/audit/signing.ts';
import type { AuditTables } from '../../../packages/server/src/domains/audit/tables.ts';
import { createLog } from '../../../packages/server/src/platform/logging.ts';
import {
  type MetadataStore,
  openMetadataStore,
} from '../../../packages/server/src/stores/metadata/index.ts';
import { type Engine, engines } from '../metadata/engines.ts';

const DAY = 24 * 3_600_000;
const SECRET = new Uint8Array(32).fill(3);

const event = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  actor: { name: 'Ada', id: 7, via: 'key', key: 'runloom-abcd' },
  address: '192.0.2.7',
  action: 'project:delete',
  resource: { kind: 'project', name: 'ada/vision' },
  organization: null,
  outcome: 'done',
  request: 'request-1',
  details: { visibility: 'team' },
  ...over,
});

describe.each(engines)('the audit log on $name', ({ start }) => {
  let engine: Engine;
  let store: MetadataStore;
  let admin: UserActor;
  const clock = { now: Date.UTC(2026, 10, 26) };

  const open = (retentionDays: number | null = null) => {
    const accounts = createAccounts({ metadata: store, secret: SECRET });
    const log = createLog('silent');
    const now = () => clock.now;
    return createAudit({
      metadata: store,
      accounts,
      secret: SECRET,
      retentionDays,
      log,
      clock: now,
    });
  };
  const tables = () => store.db.withTables<AuditTables>();
  const verified = () => open().verify(admin);
  const kinds = async () => (await verified()).problems.map(({ kind }) => kind);

  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    store = openMetadataStore(await engine.createConfig());
    await store.migrate();
    const { user } = await createAccounts({ metadata: store, secret: SECRET }).ensureAdmin({});
    admin = { kind: 'user', userId: user.id, username: 'admin', isAdmin: true, via: 'key' };
    return () => store.close();
  });

  it('keeps one chain while several processes write at once, without a gap', async () => {
    const writers = [open(), open(), open()];
    await Promise.all(
      writers.flatMap((audit, writer) =>
        Array.from({ length: 40 }, (_, n) =>
          audit.record(event({ resource: { kind: 'run', name: `ada/vision/${writer}-${n}` } })),
        ),
      ),
    );
    const report = await verified();
    expect(report).toMatchObject({ isIntact: true, checked: 120, first: 1, last: 120 });
  });

  it('finds entries by who, what, where and when, newest first and page by page', async () => {
    const audit = open();
    for (const [n, action] of ['run:delete', 'project:delete', 'project:rename'].entries()) {
      clock.now += 1000;
      await audit.record(event({ action, resource: { kind: 'project', name: `ada/50%_${n}` } }));
    }
    await audit.record(event({ actor: { name: 'eve', id: 8, via: 'session', key: null } }));
    const page = { limit: 100 };
    const find = async (filter: Parameters<typeof audit.list>[1]) =>
      (await audit.list(admin, filter, page)).entries.map(({ sequence }) => sequence);
    expect(await find({})).toEqual([4, 3, 2, 1]);
    expect(await find({ actor: 'ADA', action: 'project:' })).toEqual([3, 2]);
    expect(await find({ action: 'run:delete' })).toEqual([1]);
    expect(await find({ resource: '50%_2' })).toEqual([3]);
    expect(await find({ resource: '50' })).toEqual([3, 2, 1]);
    expect(await find({ from: clock.now, to: clock.now + 1 })).toEqual([4, 3]);
    expect(await find({ outcome: 'denied' })).toEqual([]);
    const first = await audit.list(admin, {}, { limit: 3 });
    expect(first.next).toBe(2);
    expect((await audit.list(admin, {}, { limit: 3, before: 2 })).next).toBeNull();
  });

  it('tells the admins of an organization of what belongs to it, and nobody else', async () => {
    const accounts = createAccounts({ metadata: store, secret: SECRET });
    await accounts.putUser(admin, 'ada', {});
    await accounts.putUser(admin, 'eve', {});
    await accounts.putOrganization(admin, 'Lab');
    await accounts.putOrganizationMember(admin, 'Lab', 'ada', 'admin');
    await accounts.putOrganizationMember(admin, 'Lab', 'eve', 'member');
    const audit = open();
    await audit.record(event({ organization: 'Lab' }));
    await audit.record(event({ organization: null }));
    const as = async (name: string): Promise<UserActor> => {
      const user = await accounts.findUser(name);
      if (user === null) throw new Error(name);
      return { kind: 'user', userId: user.id, username: name, isAdmin: false, via: 'key' };
    };
    const ada = await as('ada');
    const page = { limit: 10 };
    expect((await audit.list(ada, { organization: 'lab' }, page)).entries).toHaveLength(1);
    const refused = { code: 'forbidden' };
    await expect(audit.list(ada, {}, page)).rejects.toMatchObject(refused);
    await expect(audit.verify(ada)).rejects.toMatchObject(refused);
    const eve = await as('eve');
    await expect(audit.list(eve, { organization: 'lab' }, page)).rejects.toMatchObject(refused);
    await expect(audit.export(eve, { organization: 'nowhere' })).rejects.toMatchObject(refused);
  });

  describe('of which', () => {
    beforeEach(async () => {
      const audit = open();
      for (let n = 0; n < 6; n += 1) await audit.record(event({ request: `request-${n}` }));
    });

    it('a changed entry is found, with or without a new hash', async () => {
      const row = await tables()
        .selectFrom('audit_entries')
        .selectAll()
        .where('sequence', '=', 3)
        .executeTakeFirstOrThrow();
      const entry = row.entry.replace('192.0.2.7', '192.0.2.8');
      const update = (set: Partial<typeof row>) =>
        tables().updateTable('audit_entries').set(set).where('sequence', '=', 3).execute();
      await update({ entry });
      expect(await kinds()).toEqual(['changed']);
      await update({ hash: hashAuditText(entry) });
      expect(await kinds()).toEqual(['link']);
      await update({ entry: 'no entry' });
      expect(await kinds()).toContain('unreadable');
    });

    it('a changed column that searches look at is found', async () => {
      await tables()
        .updateTable('audit_entries')
        .set({ actor: 'eve' })
        .where('sequence', '=', 2)
        .execute();
      expect(await kinds()).toEqual(['index']);
    });

    it('a removed entry is found, be it the last', async () => {
      const remove = (sequence: number) =>
        tables().deleteFrom('audit_entries').where('sequence', '=', sequence).execute();
      const { head } = await open().head(admin);
      await remove(4);
      expect((await verified()).problems).toEqual([
        { kind: 'removed', sequence: 5, message: 'Entry 4 is missing.' },
      ]);
      await remove(6);
      expect(await kinds()).toEqual(['removed', 'end']);
      await remove(5);
      const third = await tables()
        .selectFrom('audit_entries')
        .select('hash')
        .where('sequence', '=', 3)
        .executeTakeFirstOrThrow();
      await tables().updateTable('audit_head').set({ sequence: 3, hash: third.hash }).execute();
      // Whoever can write everything can cut off the end: only a head noted elsewhere tells.
      expect(await kinds()).toEqual([]);
      const report = await open().verify(admin, head);
      expect(report.problems.map(({ kind }) => kind)).toEqual(['end']);
    });

    it('entries in another order are found', async () => {
      const swap = async (from: number, to: number) =>
        tables()
          .updateTable('audit_entries')
          .set({ sequence: to })
          .where('sequence', '=', from)
          .execute();
      await swap(3, 99);
      await swap(4, 3);
      await swap(99, 4);
      expect(await kinds()).toEqual(expect.arrayContaining(['removed', 'order', 'index']));
    });

    it('an entry that was put in is found', async () => {
      const row = await tables()
        .selectFrom('audit_entries')
        .selectAll()
        .where('sequence', '=', 6)
        .executeTakeFirstOrThrow();
      await tables()
        .insertInto('audit_entries')
        .values({ ...row, sequence: 7 })
        .execute();
      expect(await kinds()).toEqual(['end']);
    });

    it('entries that come while it is verified are nothing wrong', async () => {
      const audit = open();
      let isOver = false;
      const writing = (async () => {
        while (!isOver) await audit.record(event());
      })();
      const reports = [];
      for (let n = 0; n < 20; n += 1) reports.push(await verified());
      isOver = true;
      await writing;
      expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
    });

    it('old entries go after the retention, and the rest still verifies from the sealed checkpoint', async () => {
      clock.now += 10 * DAY;
      const audit = open(7);
      await audit.record(event({ request: 'new' }));
      expect(await audit.prune()).toBe(6);
      expect(await audit.prune()).toBe(0);
      expect(await verified()).toMatchObject({ isIntact: true, first: 7, last: 8, checked: 2 });
      const { head, checkpoint } = await audit.head(admin);
      expect(checkpoint?.sequence).toBe(6);
      expect(head.sequence).toBe(8);
      await tables()
        .updateTable('audit_checkpoints')
        .set({ hash: 'f'.repeat(64) })
        .execute();
      expect(await kinds()).toEqual(['seal', 'link']);
    });

    it('an export verifies without the server', async () => {
      clock.now += 10 * DAY;
      const audit = open(7);
      await audit.record(event());
      await audit.prune();
      const exported = await audit.export(admin, {});
      const key = createPublicKey({
        key: Buffer.concat([
          Buffer.from('302a300506032b6570032100', 'hex'),
          Buffer.from(exported.head.publicKey, 'base64'),
        ]),
        format: 'der',
        type: 'spki',
      });
      const means = {
        hash: hashAuditText,
        isSigned: (text: string, signature: string) =>
          verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')),
      };
      const entries: AuditEntry[] = [];
      for await (const entry of exported.entries) entries.push(entry);
      const check = (given: readonly AuditEntry[]) => {
        const verifier = createAuditVerifier(means, exported.head);
        for (const entry of given) verifier.add(entry);
        return verifier.finish();
      };
      expect(check(entries)).toMatchObject({ isIntact: true, checked: 2 });
      expect(check(entries.slice(0, -1)).isIntact).toBe(false);
      expect(check(entries.slice(1)).isIntact).toBe(false);
    });
  });

  it('counts what a scanner tries instead of writing each attempt down', async () => {
    const audit = open();
    for (let n = 0; n < 5000; n += 1) {
      audit.recordRefusal(
        event({
          actor: { name: null, id: null, via: 'nobody', key: null },
          outcome: 'denied',
          resource: { kind: 'project', name: `victim/${n}` },
          address: `198.51.100.${n % 250}`,
        }),
      );
    }
    await audit.close();
    const { entries } = await audit.list(admin, {}, { limit: 1000 });
    expect(entries.length).toBeLessThanOrEqual(60 * 4 + 1);
    expect(entries.reduce((sum, { times }) => sum + times, 0)).toBe(5000);
    expect(await verified()).toMatchObject({ isIntact: true });
  });
});
