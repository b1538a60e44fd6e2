import { RunloomError } from '../../platform/errors.ts';
import type { Trace } from '../../platform/trail.ts';
import type { Accounts, User, UserActor, UserId } from '../accounts/index.ts';
import type { Claims } from './providers.ts';
import type { IdentityStore } from './store.ts';
import { type OidcProvider, SignInError } from './types.ts';

export interface WhoDeps {
  readonly accounts: Accounts;
  readonly identities: IdentityStore;
  /** Told of accounts that are made or linked on the way. */
  readonly changed: (trace: Trace) => void;
  readonly clock: () => number;
}

/** What the configuration allows a provider to change is done in the server's own name. */
export const SERVER_ACTOR: UserActor = {
  kind: 'user',
  userId: 0 as UserId,
  username: '',
  isAdmin: true,
  via: 'session',
};

/**
 * Whose account it is that a provider's claims are of: by issuer and subject, which never change hands.
 * The e-mail only counts where it is verified and the configuration says so.
 * @throws SignInError
 */
export async function findWho(
  deps: WhoDeps,
  provider: OidcProvider,
  claims: Claims,
): Promise<User> {
  const { accounts, identities, clock } = deps;
  const { issuer, subject } = claims;
  checkDomain(provider, claims);
  const known = await identities.find(issuer, subject);
  const user = known === null ? null : await accounts.getUser(known);
  if (known !== null && user === null) await identities.unlink(issuer, subject);
  const found = user ?? (await welcome(deps, provider, claims));
  await identities.touch(issuer, subject, { email: claims.email, now: clock() });
  return found;
}

/** Somebody who was never here before by this provider. */
async function welcome(deps: WhoDeps, provider: OidcProvider, claims: Claims): Promise<User> {
  const { accounts, identities, changed, clock } = deps;
  const { issuer, subject, email } = claims;
  if (!provider.linksByEmail && !provider.createsUsers) throw noAccount(provider);
  if (email === null || !isVerified(provider, claims)) {
    throw new SignInError(
      'unverified',
      `${provider.label} does not say that your e-mail is verified, so no account can be found or made by it.`,
    );
  }
  const owner = provider.linksByEmail ? await ownerOf(deps, claims, email) : null;
  const user = owner ?? (await create(deps, provider, claims, email));
  const linked = await identities.link({ issuer, subject, userId: user.id, now: clock() });
  changed({
    action: 'user:link-identity',
    resource: { kind: 'user', name: user.username },
    details: { provider: provider.name, issuer, email },
  });
  return linked === user.id ? user : ((await accounts.getUser(linked)) ?? user);
}

async function ownerOf(
  { accounts, identities }: WhoDeps,
  { issuer }: Claims,
  email: string,
): Promise<User | null> {
  const similar = await accounts.searchUsers(SERVER_ACTOR, email);
  const owners = similar.filter(
    (user) => user.serviceOf === null && user.email?.toLowerCase() === email.toLowerCase(),
  );
  const [owner] = owners;
  if (owner === undefined) return null;
  // The e-mail was somebody else's at this provider before, or is that of several people here.
  if (owners.length > 1 || (await identities.isKnownAt(issuer, owner.id))) throw taken(email);
  return owner;
}

async function create(
  { accounts, changed }: WhoDeps,
  provider: OidcProvider,
  claims: Claims,
  email: string,
): Promise<User> {
  if (!provider.createsUsers) throw noAccount(provider);
  try {
    const user = await accounts.createUser(SERVER_ACTOR, { email, isAdmin: false });
    changed({
      action: 'user:create',
      resource: { kind: 'user', name: user.username },
      details: { email, provider: provider.name },
    });
    if (claims.name === null) return user;
    const displayName = claims.name.slice(0, 200).replaceAll('\0', '').toWellFormed();
    return (await accounts.putUser(SERVER_ACTOR, user.username, { displayName })).value;
  } catch (error) {
    if (error instanceof RunloomError && error.code === 'conflict') throw taken(email, error);
    throw error;
  }
}

function checkDomain(provider: OidcProvider, claims: Claims): void {
  const { allowedDomains, label } = provider;
  if (allowedDomains.length === 0) return;
  const domain = claims.email?.split('@').at(-1)?.toLowerCase();
  if (domain === undefined || !allowedDomains.includes(domain)) {
    throw new SignInError('domain', `People of your domain may not sign in by ${label}.`);
  }
  if (!isVerified(provider, claims)) {
    throw new SignInError('unverified', `${label} does not say that your e-mail is verified.`);
  }
}

const isVerified = (provider: OidcProvider, { isEmailVerified }: Claims): boolean =>
  isEmailVerified ?? provider.trustsEmail;

const noAccount = ({ label }: OidcProvider): SignInError =>
  new SignInError('no-account', `There is no account here for who you are at ${label}.`);

const taken = (email: string, cause?: unknown): SignInError =>
  new SignInError('conflict', `The e-mail ${email} belongs to another account here.`, cause);
