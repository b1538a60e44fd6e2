import type { Resolver, RunSource } from './context.ts';

/** By which `scan_history` and `lastHistoryStep` ask for the last step. */
const LAST_STEP_OPERATION = 'RunHistoryKeys';

const historyKeys: Resolver<RunSource> = async ({ run }, _args, context, info) => {
  const { deps, actor, announcedScans, keyTexts, readColumns, prepared } = context;
  if (info.operation.name?.value === LAST_STEP_OPERATION) announcedScans.announce(actor, run);
  const keys = await readColumns(() => deps.metrics.historyKeys(run));
  return prepared.value(keyTexts(keys));
};

export const historyKeyResolvers = { Run: { historyKeys } };
