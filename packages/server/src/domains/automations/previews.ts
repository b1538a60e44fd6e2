import type { Integrations, PreparedCall } from '../integrations/index.ts';
import { messageOf } from './actions.ts';
import { renderPayload } from './payload.ts';
import type { AutomationAction, OccurredEvent } from './types.ts';

/** What an action sends for an event, with its secrets hidden. */
export function createPreviews(deps: {
  integrations: Pick<Integrations, 'get' | 'previewWebhook' | 'previewMessage'>;
  publicUrl: string | null;
}) {
  const { integrations, publicUrl } = deps;
  return {
    /** Null when nothing is sent, or the integration is gone. */
    async of(action: AutomationAction, event: OccurredEvent): Promise<PreparedCall | null> {
      if (action.type === 'NO_OP') return null;
      const integration = await integrations.get(action.integrationId);
      if (integration === null) return null;
      if (action.type === 'NOTIFICATION') {
        if (integration.kind !== 'channel') return null;
        return integrations.previewMessage(integration, messageOf(action, event, publicUrl));
      }
      if (integration.kind !== 'webhook') return null;
      return integrations.previewWebhook(integration, (secrets) =>
        renderPayload(action.payload, event.variables, secrets),
      );
    },
  };
}
