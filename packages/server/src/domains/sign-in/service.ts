import { z } from 'zod';
import type { Trace } from '../../platform/trail.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Seal } from '../secrets/index.ts';
import { applyGroups } from './groups.ts';
import { nextAfterReturn } from './next.ts';
import { createPace } from './pace.ts';
import { createProviderClient, type ProviderClient } from './providers.ts';
import { createIdentityStore } from './store.ts';
import type { SignInTables } from './tables.ts';
import { type OidcProvider, type SignIn, SignInError } from './types.ts';
import { findWho } from './who.ts';

/** People type passwords and look for their phones on the way. */
const FLOW_MS = 10 * 60_000;
const MOST_USED = 10_000;

/** What a browser carries from the beginning to the end of the way, sealed. */
const Flow = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  startedAt: z.number(),
});
type Flow = z.infer<typeof Flow>;

/** Sign-in by other servers over the metadata store. */
export function createSignIn(deps: {
  metadata: MetadataStore;
  accounts: Accounts;
  seal: Seal;
  password: boolean;
  providers: readonly OidcProvider[];
  /** Told of what signing in changes: accounts made, linked, put into teams. */
  changed: (trace: Trace) => void;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}): SignIn {
  const { accounts, seal, changed } = deps;
  const clock = deps.clock ?? Date.now;
  const identities = createIdentityStore(deps.metadata.db.withTables<SignInTables>());
  const clients = new Map(
    deps.providers.map((settings) => [settings.name, createProviderClient(settings, clock)]),
  );
  /** Ways that ended, so that none ends twice. Another process may not know: the provider refuses then. */
  const used = new Set<string>();

  const leave = createPace(clock);
  const comeBack = createPace(clock);

  const clientOf = (name: string): ProviderClient => {
    const client = clients.get(name);
    if (client) return client;
    throw new SignInError('unknown-provider', 'There is no such way to sign in here.');
  };

  const openFlow = (sealed: string | null, provider: string): Flow => {
    const flow = sealed === null ? null : readFlow(seal, sealed);
    if (flow === null || flow.provider !== provider) {
      throw new SignInError('mismatch', 'This answer belongs to no sign-in of this browser.');
    }
    const ageMs = clock() - flow.startedAt;
    if (ageMs < 0 || ageMs >= FLOW_MS || used.has(flow.state)) {
      throw new SignInError('expired', 'This sign-in took too long or was used before.');
    }
    return flow;
  };

  const use = (state: string): void => {
    used.add(state);
    for (const oldest of used) {
      if (used.size <= MOST_USED) break;
      used.delete(oldest);
    }
  };

  return {
    options: () => ({
      password: deps.password,
      providers: deps.providers.map(({ name, label }) => ({ name, label })),
    }),

    async begin(provider, { redirectUri, next, from }) {
      leave(from);
      const { address, secrets } = await clientOf(provider).begin(redirectUri);
      const flow: Flow = { provider, ...secrets, next: nextAfterReturn(next), startedAt: clock() };
      return { address, flow: seal.seal(JSON.stringify(flow)) };
    },

    async finish(provider, { url, flow: sealed, visit }) {
      comeBack(visit.address);
      const client = clientOf(provider);
      const flow = openFlow(sealed, provider);
      use(flow.state);
      const claims = await client.finish(url, flow);
      const found = await findWho(
        { accounts, identities, changed, clock },
        client.settings,
        claims,
      );
      await applyGroups({ accounts, changed }, client.settings, found, claims.groups);
      const session = await accounts.openSession(found.id, `oidc:${provider}`, visit);
      return { session, next: flow.next };
    },

    async signOutAt(openedBy, backTo) {
      const [, name] = /^oidc:(.+)$/.exec(openedBy ?? '') ?? [];
      const client = name === undefined ? undefined : clients.get(name);
      return client?.settings.signsOutThere === true ? client.signOutAt(backTo) : null;
    },
  };
}

function readFlow(seal: Seal, sealed: string): Flow | null {
  try {
    return Flow.parse(JSON.parse(seal.open(sealed)));
  } catch {
    return null;
  }
}
