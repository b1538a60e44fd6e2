import { ApiKeyList, ChangePasswordInput, CreateApiKeyInput, CreatedApiKey } from '@runloom/model';
import type { ApiKeyInfo } from '../../domains/accounts/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** A user's own keys and password. */
export function apiKeyRoutes({ accounts, cookie }: ApiDeps): ApiRoute[] {
  return [
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
        const { key, info } = await accounts.createApiKey(userOf(actor), body.name);
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
        if (!/^[1-9]\d{0,14}$/.test(params.id)) throw notFound(`The API key ${params.id}`);
        await accounts.revokeApiKey(userOf(actor), Number(params.id));
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

function keyView(info: ApiKeyInfo) {
  const { id, name, prefix, createdAt, lastUsedAt } = info;
  return { id, name, prefix, createdAt, lastUsedAt };
}
