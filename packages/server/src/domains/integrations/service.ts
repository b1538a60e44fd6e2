import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, authorOf, type UserActor } from '../accounts/index.ts';
import type { Seal, Secrets } from '../secrets/index.ts';
import { deliver, escapeText, signatureOf, slackBody } from './delivery.ts';
import { createIntegrationStore, type NewIntegration } from './store.ts';
import type { Delivery, Integration, Integrations, Message } from './types.ts';

const MAX_NAME = 128;

/** Integrations over the metadata store. `clock` in milliseconds. */
export function createIntegrations(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'findOwner' | 'may'>;
  secrets: Pick<Secrets, 'reveal' | 'has'>;
  seal: Seal;
  outbound: Outbound;
  clock?: () => number;
}): Integrations {
  const { accounts, secrets, outbound } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createIntegrationStore(deps.metadata, deps.seal);

  /** What the guard says of an address before any name is resolved. */
  function problemOf(url: string): string | null {
    try {
      outbound.check(url);
      return null;
    } catch (error) {
      if (error instanceof RunloomError) return error.message;
      throw error;
    }
  }

  async function insert(input: NewIntegration, title: string): Promise<Integration> {
    const made = await store.insert(input);
    if (made !== null) return made;
    throw new RunloomError('conflict', `There is ${title} called ${input.name} already.`);
  }

  const sendMessage: Integrations['sendMessage'] = async (integration, message) => {
    const url = await store.url(integration.id);
    if (url === null) return lost('The channel was removed.');
    return deliver(outbound, url, { headers: {}, body: bodyOf(message) });
  };

  const callWebhook: Integrations['callWebhook'] = async (integration, deliveryId, render) => {
    const { entityId, secretName, accessTokenName } = integration;
    const reveal = async (name: string | null): Promise<string | null> =>
      name === null ? null : secrets.reveal(entityId, name);
    const [secret, token] = [await reveal(secretName), await reveal(accessTokenName)];
    for (const [name, value] of [
      [secretName, secret],
      [accessTokenName, token],
    ]) {
      if (typeof name === 'string' && value === null) return lost(goneSecret(name));
    }
    const body = render({
      ...(secretName !== null && secret !== null && { [secretName]: secret }),
      ...(token !== null && { ACCESS_TOKEN: token }),
    });
    const headers = {
      'x-runloom-delivery': deliveryId,
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(secret !== null && { 'x-wandb-signature': signatureOf(body, secret) }),
    };
    return deliver(outbound, integration.url, { headers, body });
  };

  return {
    async createWebhook(actor, entityName, input) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      checkName('webhook', input.name);
      outbound.check(input.url);
      const { secretName = null, accessTokenName = null } = input;
      for (const name of [secretName, accessTokenName]) {
        if (name === null || (await secrets.has(entity.id, name))) continue;
        throw invalid(`${entityName} has no secret called ${name}. Create it first.`);
      }
      return insert(
        {
          entityId: entity.id,
          kind: 'webhook',
          name: input.name,
          workspace: null,
          url: input.url,
          secretName,
          accessTokenName,
          createdBy: authorOf(actor as UserActor),
          createdAt: clock(),
        },
        'a webhook',
      );
    },

    async createChannel(actor, entityName, { workspace, channel, url }) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      checkName('workspace', workspace);
      checkName('channel', channel);
      outbound.check(url);
      return insert(
        {
          entityId: entity.id,
          kind: 'channel',
          name: channel,
          workspace,
          url,
          secretName: null,
          accessTokenName: null,
          createdBy: authorOf(actor as UserActor),
          createdAt: clock(),
        },
        'a channel',
      );
    },

    async list(actor, entity) {
      const isMember = await accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id });
      return isMember ? store.list(entity.id) : [];
    },

    get: (id) => store.get(id),

    async remove(actor, entityName, id) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      if (!(await store.remove(entity.id, id))) throw notFound('This integration');
    },

    callWebhook,
    sendMessage,

    async previewWebhook({ entityId, url, secretName, accessTokenName }, render) {
      let problem: string | null = problemOf(url);
      for (const name of [secretName, accessTokenName]) {
        if (name === null || (await secrets.has(entityId, name))) continue;
        problem = goneSecret(name);
      }
      const body = render({
        ...(secretName !== null && { [secretName]: HIDDEN }),
        ...(accessTokenName !== null && { ACCESS_TOKEN: HIDDEN }),
      });
      const headers = {
        'content-type': 'application/json',
        ...(accessTokenName !== null && { authorization: `Bearer ${HIDDEN}` }),
        ...(secretName !== null && { 'x-wandb-signature': HIDDEN }),
      };
      return { to: url, headers, body, problem };
    },

    async previewMessage({ id, workspace, channel }, message) {
      const url = await store.url(id);
      return {
        to: `${channel} (${workspace})`,
        headers: { 'content-type': 'application/json' },
        body: bodyOf(message),
        problem: url === null ? 'The channel was removed.' : problemOf(url),
      };
    },

    sendTrial(integration, actor) {
      const author = actor.kind === 'user' ? actor.username : '';
      if (integration.kind === 'channel') {
        return sendMessage(integration, {
          title: 'Runloom can write here',
          text: `${author} tried this channel.`,
          severity: 'INFO',
          link: null,
        });
      }
      const body = JSON.stringify({ event_type: 'TRIAL', event_author: author });
      return callWebhook(integration, 'trial', () => body);
    },
  };
}

/** Stands for secrets where people look at what is sent. */
const HIDDEN = '••••••••';

const goneSecret = (name: string): string => `The secret ${name} was deleted.`;

const bodyOf = (message: Message): string =>
  slackBody({ ...message, text: escapeText(message.text) });

const lost = (detail: string): Delivery => ({
  ok: false,
  detail,
  mayRetry: false,
  retryAfterMs: null,
});

function checkName(what: string, name: string): void {
  if (name.trim() !== '' && name.length <= MAX_NAME) return;
  throw invalid(`The name of a ${what} has 1 to ${MAX_NAME} characters.`);
}
