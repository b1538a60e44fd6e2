import type { Entity } from '../../../domains/accounts/index.ts';
import type { AutomationAction } from '../../../domains/automations/index.ts';
import type { Integration, IntegrationId } from '../../../domains/integrations/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { pageSize, sliceConnection } from './connection.ts';
import type { Resolver } from './context.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

type Maybe<T> = T | null | undefined;

const PAGE = 50;

/** @throws RunloomError('invalid') */
export function readIntegrationId(text: string): IntegrationId {
  const id = decodeGlobalId('Integration', text);
  if (id === null) throw invalid(`${JSON.stringify(text)} is not the id of an integration.`);
  return id as IntegrationId;
}

/** As the schema's types; one that was removed keeps its place in what refers to it. */
export function integrationSource(
  integration: Integration | null,
  refersTo?: Exclude<AutomationAction, { type: 'NO_OP' }>,
): unknown {
  const id = encodeGlobalId('Integration', integration?.id ?? refersTo?.integrationId ?? 0);
  if (integration?.kind === 'channel' || refersTo?.type === 'NOTIFICATION') {
    const { workspace, channel } =
      integration?.kind === 'channel' ? integration : { workspace: '', channel: 'removed' };
    return { __typename: 'SlackIntegration', id, teamName: workspace, channelName: channel };
  }
  const { name, url } =
    integration?.kind === 'webhook' ? integration : { name: 'removed', url: '' };
  return { __typename: 'GenericWebhookIntegration', id, name, urlEndpoint: url };
}

const createGenericWebhookIntegration: Resolver<
  unknown,
  {
    input: {
      entityName: string;
      name: string;
      urlEndpoint: string;
      secretRef?: Maybe<string>;
      accessTokenRef?: Maybe<string>;
    };
  }
> = async (_root, { input }, { deps, actor }) => {
  const { entityName, name, urlEndpoint, secretRef, accessTokenRef } = input;
  const integration = await deps.integrations.createWebhook(actor, entityName, {
    name,
    url: urlEndpoint,
    secretName: secretRef || null,
    accessTokenName: accessTokenRef || null,
  });
  return { integration: integrationSource(integration) };
};

const integrations: Resolver<Entity, { first?: Maybe<number>; after?: Maybe<string> }> = async (
  entity,
  { first, after },
  { deps, actor },
) => {
  const all = await deps.integrations.list(actor, entity);
  const sources = all.map((integration) => integrationSource(integration));
  return sliceConnection(sources, pageSize(first, PAGE), after);
};

export const integrationResolvers = {
  Mutation: { createGenericWebhookIntegration },
  Entity: { integrations },
};
