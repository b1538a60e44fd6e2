import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider does with the ID token that it would rightly give. */
export interface Trick {
  /** Changes claims. */
  readonly claims?: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Changes the header. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** `none`: no signature; `other`: by a key that nobody knows. */
  readonly signature?: 'none' | 'other';
}

/**
 * A sign-in server that lies, for what a real one never does: it answers each code with an ID token for
 * the nonce it was told, changed by the trick.
 */
export interface HostileProvider {
  readonly issuer: string;
  readonly clientId: string;
  trick: Trick;
  /** The nonce of the sign-in that is under way. */
  nonce: string;
  stop(): Promise<void>;
}

export async function startHostileProvider(): Promise<HostileProvider> {
  const known = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const idToken = ({ issuer, clientId, nonce, trick }: HostileProvider): string => {
    const now = Math.floor(Date.now() / 1000);
    const honest = { iss: issuer, sub: 'u-1', aud: clientId, iat: now, exp: now + 300, nonce };
    const claims = { ...honest, email: 'eve@example.com', email_verified: true };
    const head = encode({ alg: 'RS256', kid: 'k', typ: 'JWT', ...trick.header });
    const content = `${head}.${encode(trick.claims?.(claims) ?? claims)}`;
    if (trick.signature === 'none') return `${content}.`;
    const { privateKey } = trick.signature === 'other' ? other : known;
    return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
  };

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    request.resume();
    const { issuer } = provider;
    if (path === '/.well-known/openid-configuration') {
      answer({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    } else if (path === '/keys') {
      const jwk = known.publicKey.export({ format: 'jwk' });
      answer({ keys: [{ ...jwk, kid: 'k', alg: 'RS256', use: 'sig' }] });
    } else if (path === '/token') {
      answer({ access_token: 'a', token_type: 'Bearer', id_token: idToken(provider) });
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider: HostileProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'runloom',
    trick: {},
    nonce: '',
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return provider;
}
