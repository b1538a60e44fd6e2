import {
  ApiKeyList,
  type ApiKeyView,
  ChangePasswordInput,
  CreateApiKeyInput,
  CreatedApiKey,
} from '@runloom/model';
import type { Actor, ApiKeyInfo, NewApiKey } from '../../domains/accounts/index.ts';
import type { ApiDeps } from './deps.ts';
import { numericId } from './numeric-id.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** A user's own keys and password. */
export function apiKeyRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, cookie } = deps;
  return [
    ...serviceKeyRoutes(deps),
    defineRoute({
      method: 'GET',
      path: '/api-keys',
      summary: 'Your API keys',
      policy: 'signed-in',
      answer: { json: ApiKeyList },
      async handle({ actor }) {
        const keys = await accounts.listApiKeys(userOf(actor));
        return { apiKeys: keys.map(keyView) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api-keys',
      summary: 'Create an API key; it is shown this once',
      policy: 'signed-in',
      body: CreateApiKeyInput,
      answer: { json: CreatedApiKey, alsoCreates: true },
      async handle({ actor, body, reply }) {
        const wanted = await readKey(deps, actor, body);
        const { key, info } = await accounts.createApiKey(userOf(actor), wanted);
        reply.code(201);
        return { key, info: keyView(info) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api-keys/{id}',
      summary: 'Revoke one of your API keys',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        const id = numericId(params.id, `The API key ${params.id}`);
        await accounts.revokeApiKey(userOf(actor), id);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/password',
      summary: 'Change your password, or set the first one; your other sessions end',
      policy: 'signed-in',
      body: ChangePasswordInput,
      answer: 'nothing',
      async handle({ actor, body, request }) {
        const keepSession = cookie.read(request);
        await accounts.changePassword(userOf(actor), {
          ...body,
          ...(keepSession === null ? {} : { keepSession }),
        });
      },
    }),
  ];
}

const SERVICE_KEYS = '/service-accounts/{username}/api-keys' as const;

/** Keys of programs, for those who say who belongs to their team. */
function serviceKeyRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts } = deps;
  return [
    defineRoute({
      method: 'GET',
      path: SERVICE_KEYS,
      summary: 'Keys of a service account',
      policy: 'signed-in',
      answer: { json: ApiKeyList },
      async handle({ actor, params }) {
        const keys = await accounts.listServiceKeys(actor, params.username);
        return { apiKeys: keys.map(keyView) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: SERVICE_KEYS,
      summary: 'Create a key of a service account; it is shown this once',
      policy: 'signed-in',
      body: CreateApiKeyInput,
      answer: { json: CreatedApiKey, alsoCreates: true },
      async handle({ actor, params, body, reply }) {
        const wanted = await readKey(deps, actor, body);
        const { key, info } = await accounts.createServiceKey(actor, params.username, wanted);
        reply.code(201);
        return { key, info: keyView(info) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${SERVICE_KEYS}/{id}`,
      summary: 'Revoke a key of a service account',
      policy: 'signed-in',
      answer: 'nothing',
      async handle({ actor, params }) {
        const id = numericId(params.id, `The API key ${params.id}`);
        await accounts.revokeServiceKey(actor, params.username, id);
      },
    }),
  ];
}

/** What a key is wanted for; the project that it shall reach must be one that the actor sees. */
async function readKey(
  { projects }: ApiDeps,
  actor: Actor,
  { name, scope, within, expiresAt }: CreateApiKeyInput,
): Promise<NewApiKey> {
  const reach = within && {
    entity: within.entity,
    ...(within.project && {
      project: await projects.find(actor, within.entity, within.project, 'read'),
    }),
  };
  return {
    name,
    ...(scope !== undefined && { scope }),
    ...(reach && { within: reach }),
    ...(expiresAt && { expiresAt }),
  };
}

function keyView(info: ApiKeyInfo): ApiKeyView {
  const { id, name, prefix, scope, within, createdAt, expiresAt, lastUsedAt } = info;
  const reach = within && { entity: within.entityName, project: within.project?.name ?? null };
  return { id, name, prefix, scope, within: reach, createdAt, expiresAt, lastUsedAt };
}
