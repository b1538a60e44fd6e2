import { allComeLater, emptyConnection, none } from './later.ts';

const CHANGES = ['upsertSweep', 'createAgent', 'agentHeartbeat', 'enqueueSweepRun'] as const;

/** Sweeps and their agents, of which there are none yet. */
export const sweepResolvers = {
  Mutation: allComeLater('Sweeps', CHANGES),
  Project: { totalSweeps: () => 0, sweep: none, sweeps: emptyConnection },
  Run: { sweep: none },
};
