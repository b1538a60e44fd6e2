import { afterAll } from 'vitest';
import { startPostgres } from '../../support/postgres.ts';

// The same files run on SQLite as unit tests. What two servers do at once must hold on both engines.
const postgres = await startPostgres();
process.env['TEST_DATABASE_URL'] = await postgres.createDatabase();
afterAll(() => postgres.stop());

const accounts = '../../../packages/server/src/domains/accounts';
await import(`${accounts}/teams.test.ts`);
await import(`${accounts}/roles.test.ts`);
await import(`${accounts}/invitations.test.ts`);
await import(`${accounts}/key-limits.test.ts`);
await import(`${accounts}/access-requests.test.ts`);
