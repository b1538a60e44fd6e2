import { allComeLater, emptyConnection, emptyList } from './later.ts';

const CHANGES = [
  'createFilterTrigger',
  'updateFilterTrigger',
  'deleteTrigger',
  'createGenericWebhookIntegration',
] as const;

/** Automations and the integrations that they act through, of which there are none yet. */
export const automationResolvers = {
  Mutation: allComeLater('Automations', CHANGES),
  Organization: { triggers: emptyConnection },
  Entity: { triggers: emptyConnection, integrations: emptyConnection },
  Project: { triggers: emptyList },
};
