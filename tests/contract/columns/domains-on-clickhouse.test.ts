import { afterAll } from 'vitest';
import { startClickHouse } from '../../support/clickhouse.ts';

// The same files run on the embedded engine as unit tests: what they say must hold on both.
const engine = await startClickHouse();
process.env['TEST_CLICKHOUSE_URL'] = new URL('/', await engine.createDatabase()).href;
afterAll(() => engine.stop());

const calls = '../../../packages/server/src/domains/calls';
await import(`${calls}/calls.test.ts`);
await import(`${calls}/listing.test.ts`);
await import(`${calls}/settling.test.ts`);
await import(`${calls}/stored-paths.test.ts`);
await import(`${calls}/stats.test.ts`);
await import(`${calls}/feedback.test.ts`);
