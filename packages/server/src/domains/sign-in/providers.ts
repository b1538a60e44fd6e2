import * as oidc from 'openid-client';
import { type OidcProvider, SignInError } from './types.ts';

/** How long what a provider says of itself is taken for true. */
const DISCOVERY_MS = 3_600_000;
const TIMEOUT_S = 8;

/** What a provider says of who signed in, once everything about it was checked. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** As the provider says; null: it does not. */
  readonly isEmailVerified: boolean | null;
  readonly name: string | null;
  readonly groups: readonly string[];
}

/** What must be the same at the end of a way as at its beginning. */
export interface FlowSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** One provider, asked by the code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9207). */
export interface ProviderClient {
  readonly settings: OidcProvider;
  begin(redirectUri: string): Promise<{ address: string; secrets: FlowSecrets }>;
  finish(url: URL, secrets: FlowSecrets): Promise<Claims>;
  /** Null when the provider has no such address. */
  signOutAt(backTo: string): Promise<string | null>;
}

export function createProviderClient(settings: OidcProvider, clock: () => number): ProviderClient {
  let known: { readonly at: number; readonly configuration: oidc.Configuration } | null = null;

  const discover = async (): Promise<oidc.Configuration> => {
    if (known !== null && clock() - known.at < DISCOVERY_MS) return known.configuration;
    const { issuer, clientId, clientSecret } = settings;
    try {
      const configuration = await oidc.discovery(
        new URL(issuer),
        clientId,
        {},
        clientSecret === null ? oidc.None() : secretAuth(clientSecret),
        {
          timeout: TIMEOUT_S,
          execute: [
            // The library trusts what comes over TLS; a signature also stands for what a proxy lets through.
            oidc.enableNonRepudiationChecks,
            ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
          ],
        },
      );
      known = { at: clock(), configuration };
      return configuration;
    } catch (error) {
      throw new SignInError('unreachable', `${settings.label} does not answer.`, error);
    }
  };

  return {
    settings,

    async begin(redirectUri) {
      const configuration = await discover();
      const secrets = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const address = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, secrets };
    },

    async finish(url, secrets) {
      const configuration = await discover();
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, url, {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('The provider sent no ID token');
        const more = needsMore(claims, settings)
          ? await userInfo(configuration, tokens.access_token, claims.sub)
          : {};
        return read({ ...more, ...claims }, settings);
      } catch (error) {
        throw faultOf(error, settings);
      }
    },

    async signOutAt(backTo) {
      const configuration = await discover().catch(() => null);
      if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href;
    },
  };
}

/** In the header, as OAuth asks of every server, unless the provider takes it in the body alone. */
function secretAuth(secret: string): oidc.ClientAuth {
  const basic = oidc.ClientSecretBasic(secret);
  const post = oidc.ClientSecretPost(secret);
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const takesPostOnly =
      !methods.includes('client_secret_basic') && methods.includes('client_secret_post');
    return (takesPostOnly ? post : basic)(server, ...rest);
  };
}

function needsMore(claims: oidc.IDToken, { groupsClaim, groups }: OidcProvider): boolean {
  return claims['email'] === undefined || (groups.length > 0 && claims[groupsClaim] === undefined);
}

async function userInfo(
  configuration: oidc.Configuration,
  accessToken: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
  return oidc.fetchUserInfo(configuration, accessToken, subject);
}

function read(
  claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string },
  { groupsClaim }: OidcProvider,
): Claims {
  const { email, email_verified: verified, name } = claims;
  const groups = claims[groupsClaim];
  // Some providers write a boolean as text.
  const isVerified = verified === true || verified === 'true';
  const isUnverified = verified === false || verified === 'false';
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof email === 'string' && email !== '' ? email : null,
    isEmailVerified: isVerified ? true : isUnverified ? false : null,
    name: typeof name === 'string' && name !== '' ? name : null,
    groups: [groups].flat().filter((group): group is string => typeof group === 'string'),
  };
}

function faultOf(error: unknown, { label }: OidcProvider): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof oidc.AuthorizationResponseError) {
    return new SignInError('refused', `${label} did not sign you in: ${error.error}.`, error);
  }
  const isAway =
    error instanceof TypeError ||
    (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name)) ||
    (error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT') ||
    (error instanceof oidc.ResponseBodyError && error.status >= 500) ||
    (error instanceof Error && error.cause instanceof Response && error.cause.status >= 500);
  if (isAway) return new SignInError('unreachable', `${label} does not answer.`, error);
  return new SignInError('mismatch', `What ${label} sent back was not what was asked for.`, error);
}
