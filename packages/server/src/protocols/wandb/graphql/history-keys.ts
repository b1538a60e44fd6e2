import type { Resolver, RunSource } from './context.ts';

/** By which `scan_history` and `lastHistoryStep` ask for the last step. */
const LAST_STEP_OPERATION = 'RunHistoryKeys';

const historyKeys: Resolver<RunSource> = async ({ run }, _args, context, info) => {
  const { deps, actor, announcedScans, keyTexts, readColumns, fragments } = context;
  if (info.operation.name?.value === LAST_STEP_OPERATION) announcedScans.announce(actor, run);
  const keys = await readColumns(() => deps.metrics.historyKeys(run));
  return fragments.put(keyTexts(keys));
};

export const historyKeyResolvers = { Run: { historyKeys } };
