import { afterAll } from 'vitest';
import { startPostgres } from '../../support/postgres.ts';

// The same files run on SQLite as unit tests: what they say must hold on both engines.
const postgres = await startPostgres();
process.env['TEST_DATABASE_URL'] = await postgres.createDatabase();
afterAll(() => postgres.stop());

const domains = '../../../packages/server/src/domains';
await import(`${domains}/runs/search/search.test.ts`);
await import(`${domains}/runs/search/merge-lists.test.ts`);
await import(`${domains}/runs/search/extreme-index.test.ts`);
await import(`${domains}/alerts/alerts.test.ts`);
await import(`${domains}/lifecycle/lifecycle.test.ts`);
await import(`${domains}/artifacts/artifacts.test.ts`);
await import(`${domains}/lineage/lineage.test.ts`);
await import(`${domains}/costs/costs.test.ts`);
await import(`${domains}/annotations/annotations.test.ts`);
await import(`${domains}/monitors/store.test.ts`);
await import(`${domains}/objects/objects.test.ts`);
await import(`${domains}/objects/reading.test.ts`);
await import(`${domains}/objects/files.test.ts`);
await import(`${domains}/objects/references.test.ts`);
await import(`${domains}/objects/tables/tables.test.ts`);
await import(`${domains}/objects/trash.test.ts`);
await import(`${domains}/reports/reports.test.ts`);
await import(`${domains}/search/search.test.ts`);
await import(`${domains}/notifications/notifications.test.ts`);
