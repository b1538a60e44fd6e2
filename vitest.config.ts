import { defineConfig } from 'vitest/config';

const node = { environment: 'node', pool: 'forks' } as const;

/** For files that mostly wait for clients and servers: more of them at once than there are cores. */
const waiting = { ...node, maxWorkers: 4 } as const;

const PROPERTY_SEED = 'tests/support/property-seed.ts';

/** What must hold for a client two minor versions older, too. */
const OLDER_CLIENTS = [
  'artifact-writers',
  'artifacts',
  'endings',
  'history-branches',
  'history-rows',
  'history-shared',
  'listing',
  'odd-values',
  'offline',
  'public-api',
  'resume',
  'tour',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['packages/**/*.test.ts', 'scripts/**/*.test.ts'],
          setupFiles: [PROPERTY_SEED],
          // Some start servers and engines, which takes its time on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          setupFiles: [PROPERTY_SEED],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...waiting,
          name: 'clients',
          include: ['tests/clients/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...waiting,
          name: 'older-clients',
          env: { TEST_CLIENTS: '.cache/venv-older' },
          include: OLDER_CLIENTS.map((name) => `tests/clients/${name}.test.ts`),
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...waiting,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...node,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
