import { allComeLater, emptyList, none } from './later.ts';

const CHANGES = [
  'createRunQueue',
  'upsertRunQueue',
  'createDefaultResourceConfig',
  'deleteRunQueues',
  'deleteFromRunQueue',
  'pushToRunQueueByName',
  'pushToRunQueue',
  'popFromRunQueue',
  'ackRunQueueItem',
  'failRunQueueItem',
  'updateRunQueueItemWarning',
  'createLaunchAgent',
  'updateLaunchAgent',
] as const;

/** Queues of runs that agents launch, of which there are none yet. */
export const launchResolvers = {
  Query: { launchAgent: none },
  Mutation: allComeLater('Run queues', CHANGES),
  Project: { runQueues: emptyList, runQueue: none },
  Entity: { defaultResourceConfig: none },
};
