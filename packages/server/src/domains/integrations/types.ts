import type { Actor, Entity, EntityId } from '../accounts/index.ts';

export type IntegrationId = number & { readonly __brand: 'IntegrationId' };

/** A place outside that a user or team lets this server write to. */
export type Integration = {
  readonly id: IntegrationId;
  readonly entityId: EntityId;
  readonly createdAt: number;
} & (
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly url: string;
      /** Names of secrets of the same owner: one signs what is sent, the other is sent as bearer token. */
      readonly secretName: string | null;
      readonly accessTokenName: string | null;
    }
  /** A chat channel behind an incoming webhook as Slack defined it; its address is a secret. */
  | { readonly kind: 'channel'; readonly workspace: string; readonly channel: string }
);

/** What a webhook's payload may name, besides the event's own variables. */
export type PayloadSecrets = Readonly<Record<string, string>>;

export interface Message {
  readonly title: string;
  readonly text: string;
  readonly severity: 'INFO' | 'WARN' | 'ERROR';
  /** Where to read on. */
  readonly link: { readonly label: string; readonly url: string } | null;
}

/** What would be sent, for a person to read: secrets are hidden. */
export interface PreparedCall {
  /** An address, or a channel by its name. */
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why it would not be sent, as far as that is known before: a private address, a secret that is gone. */
  readonly problem: string | null;
}

/** How a delivery ended. Never holds what the other side answered: who chose the address is not to read it. */
export interface Delivery {
  readonly ok: boolean;
  /** For the history, in words. */
  readonly detail: string;
  /** False when the same would happen again. */
  readonly mayRetry: boolean;
  readonly retryAfterMs: number | null;
}

/**
 * Webhooks and chat channels of users and teams. Who manages the owner makes and removes them;
 * members see them. None can be changed: an address that came with a secret never gets another one.
 */
export interface Integrations {
  /** @throws RunloomError('invalid') for an address that may not be called or an unknown secret, 'conflict' when the name is taken */
  createWebhook(
    actor: Actor,
    entityName: string,
    input: {
      readonly name: string;
      readonly url: string;
      readonly secretName?: string | null;
      readonly accessTokenName?: string | null;
    },
  ): Promise<Integration>;
  createChannel(
    actor: Actor,
    entityName: string,
    input: { readonly workspace: string; readonly channel: string; readonly url: string },
  ): Promise<Integration>;
  /** Oldest first; empty for who is no member. */
  list(actor: Actor, entity: Entity): Promise<readonly Integration[]>;
  /** For this server's own use. */
  get(id: IntegrationId): Promise<Integration | null>;
  remove(actor: Actor, entityName: string, id: IntegrationId): Promise<void>;
  /** Sends the body that `render` makes, signed. Never throws for what the other side does. */
  callWebhook(
    integration: Extract<Integration, { kind: 'webhook' }>,
    deliveryId: string,
    render: (secrets: PayloadSecrets) => string,
  ): Promise<Delivery>;
  /** What `callWebhook` would send. */
  previewWebhook(
    integration: Extract<Integration, { kind: 'webhook' }>,
    render: (secrets: PayloadSecrets) => string,
  ): Promise<PreparedCall>;
  /** What `sendMessage` would send. */
  previewMessage(
    integration: Extract<Integration, { kind: 'channel' }>,
    message: Message,
  ): Promise<PreparedCall>;
  /** Something harmless, so that a person sees whether it arrives. */
  sendTrial(integration: Integration, actor: Actor): Promise<Delivery>;
  sendMessage(
    integration: Extract<Integration, { kind: 'channel' }>,
    message: Message,
  ): Promise<Delivery>;
}
