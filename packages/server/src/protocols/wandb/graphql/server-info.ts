/**
 * What a client may use that not every server has. Names it does not know count as absent, so only
 * what works here is listed.
 */
const FEATURES = [
  'STRUCTURED_CONSOLE_LOGS',
  'FILESTREAM_GZIP',
  'MARK_RUN_FILES_UPLOADED',
  'TOTAL_COUNT_IN_FILE_CONNECTION',
  'UPDATE_RUN_STATE',
  'QUERY_AUTOMATIONS_ON_ENTITY',
  'AUTOMATION_SCOPE_ENTITY',
  'AUTOMATION_EVENT_RUN_METRIC',
  'AUTOMATION_EVENT_RUN_METRIC_CHANGE',
  'AUTOMATION_EVENT_RUN_METRIC_ZSCORE',
  'AUTOMATION_EVENT_RUN_STATE',
  'AUTOMATION_ACTION_NO_OP',
] as const;

/** Client versions that were tried against this server. */
const CLIENT_VERSIONS = { min_cli_version: '0.20.0', max_cli_version: '0.31.0' } as const;

export const serverInfoResolvers = {
  Query: {
    serverInfo: () => ({
      cliVersionInfo: CLIENT_VERSIONS,
      features: FEATURES.map((name) => ({ name, isEnabled: true })),
    }),
  },
};
