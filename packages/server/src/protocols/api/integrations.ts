import {
  IntegrationInput,
  IntegrationList,
  IntegrationTrial,
  IntegrationView,
  SecretInput,
  SecretList,
  SecretView,
} from '@runloom/model';
import type { Integration, IntegrationId } from '../../domains/integrations/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Secrets of users and teams, and the places outside that the server may write to for them. */
export function integrationRoutes({ accounts, integrations, secrets }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/secrets',
      summary: 'Names of the secrets of a user or team',
      policy: 'signed-in',
      answer: { json: SecretList },
      handle: async ({ actor, params }) => ({
        secrets: [...(await secrets.list(actor, params.entity))],
      }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/entities/{entity}/secrets/{name}',
      summary: 'Keep a secret, or give it another value; it is never told again',
      policy: 'signed-in',
      body: SecretInput,
      answer: { json: SecretView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const put = await secrets.put(actor, params.entity, params.name, body.value);
        reply.code(put.created ? 201 : 200);
        return put.value;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/entities/{entity}/secrets/{name}',
      summary: 'Remove a secret',
      policy: 'signed-in',
      answer: 'nothing',
      handle: ({ actor, params }) => secrets.remove(actor, params.entity, params.name),
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/integrations',
      summary: 'Webhooks and chat channels of a user or team',
      policy: 'signed-in',
      answer: { json: IntegrationList },
      async handle({ actor, params }) {
        const entity = await accounts.findOwner(actor, params.entity, 'read');
        return { integrations: (await integrations.list(actor, entity)).map(view) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/entities/{entity}/integrations',
      summary: 'Add a webhook or a chat channel',
      policy: 'signed-in',
      body: IntegrationInput,
      answer: { json: IntegrationView, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const made =
          body.kind === 'webhook'
            ? await integrations.createWebhook(actor, params.entity, body)
            : await integrations.createChannel(actor, params.entity, body);
        reply.code(201);
        return view(made);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/entities/{entity}/integrations/{id}/trial',
      summary: 'Send a message to try a webhook or a chat channel',
      policy: 'signed-in',
      answer: { json: IntegrationTrial },
      async handle({ actor, params }) {
        const entity = await accounts.findOwner(actor, params.entity, 'manage');
        const found = await integrations.get(readId(params.id));
        if (found === null || found.entityId !== entity.id) throw notFound('This integration');
        const { ok, detail } = await integrations.sendTrial(found, actor);
        return { ok, detail };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/entities/{entity}/integrations/{id}',
      summary: 'Remove a webhook or a chat channel',
      policy: 'signed-in',
      answer: 'nothing',
      handle: ({ actor, params }) => integrations.remove(actor, params.entity, readId(params.id)),
    }),
  ];
}

function readId(text: string): IntegrationId {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id as IntegrationId;
  throw notFound('This integration');
}

function view({ entityId: _, ...integration }: Integration): IntegrationView {
  return integration;
}
