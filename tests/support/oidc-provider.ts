import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider says of a person, by the name they sign in with. */
export interface Person {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

/** A real OpenID Connect provider (node-oidc-provider) on a free port of the loopback. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who can sign in; may change at any time. Any password is right. */
  readonly people: Map<string, Person>;
  /** Tells it of the application at this address. */
  serve(application: string, names: readonly string[]): void;
  /** From now on it answers with 503, or as usual again. */
  setAway(isAway: boolean): void;
  stop(): Promise<void>;
}

/** @param clientAuth how clients prove who they are; any way by default */
export async function startOidcProvider(clientAuth?: 'client_secret_post'): Promise<TestProvider> {
  let handle: ReturnType<Provider['callback']> | null = null;
  let away = false;
  const server = createServer((request, response) => {
    if (handle === null || away) response.writeHead(503).end();
    else void handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Person>();
  const [clientId, clientSecret] = ['runloom', 'a-secret-that-only-tests-know-0123456789'];
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    serve(application, names) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: clientId,
            client_secret: clientSecret,
            redirect_uris: names.map((name) => `${application}/oidc/${name}/callback`),
            post_logout_redirect_uris: [`${application}/signin`],
            ...(clientAuth && { token_endpoint_auth_method: clientAuth }),
          },
        ],
        ...(clientAuth && { clientAuthMethods: [clientAuth] }),
        claims: { email: ['email', 'email_verified'], profile: ['name', 'groups'] },
        findAccount: (_context, id) => ({
          accountId: id,
          claims: async () => ({ sub: id, ...people.get(id) }) as { sub: string },
        }),
        pkce: { required: () => true },
        cookies: { keys: ['only for tests'] },
      });
      handle = provider.callback();
    },
    setAway(isAway) {
      away = isAway;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
