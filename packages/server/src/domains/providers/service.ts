import { invalid, notFound } from '../../platform/errors.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, authorOf, type UserActor } from '../accounts/index.ts';
import type { Seal } from '../secrets/index.ts';
import { createProviderStore, type StoredProvider } from './store.ts';
import type { ModelProvider, Providers } from './types.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Providers over the metadata store. `clock` in milliseconds. */
export function createProviders(deps: {
  readonly metadata: MetadataStore;
  readonly accounts: Pick<Accounts, 'findOwner'>;
  readonly seal: Seal;
  readonly outbound: Pick<Outbound, 'check'>;
  readonly clock?: () => number;
}): Providers {
  const { accounts, seal, outbound } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createProviderStore(deps.metadata);

  return {
    async put(actor, entityName, name, input) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      if (!NAME.test(name)) {
        throw invalid(
          'The name of a provider has 1 to 64 characters of A-Z a-z 0-9 _ . - and begins with a letter or a digit.',
        );
      }
      outbound.check(input.baseUrl);
      const baseUrl = input.baseUrl.replace(/\/+$/, '');
      const known = await store.find(entity.id, name);
      const stored = await store.put({
        entityId: entity.id,
        name,
        interface: input.interface,
        baseUrl,
        sealedKey: keyOf(known, baseUrl, input.apiKey),
        models: input.models,
        // Who may manage is signed in.
        by: authorOf(actor as UserActor),
        now: clock(),
      });
      return { created: known === null, value: shown(stored) };
    },

    async remove(actor, entityName, name) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      if (!(await store.remove(entity.id, name))) throw notFound(`The provider ${name}`);
    },

    async list(actor, entityName) {
      const entity = await accounts.findOwner(actor, entityName, 'write');
      return (await store.list(entity.id)).map(shown);
    },

    async open(entityId, name) {
      const stored = await store.find(entityId, name);
      if (stored === null) throw notFound(`The provider ${name}`);
      const apiKey = stored.sealedKey === null ? null : seal.open(stored.sealedKey);
      return { ...shown(stored), apiKey };
    },
  };

  /** A key stays with the address that it was given with. */
  function keyOf(
    known: StoredProvider | null,
    baseUrl: string,
    given: string | null | undefined,
  ): string | null {
    if (given !== undefined) return given === null ? null : seal.seal(given);
    if (known === null || known.sealedKey === null) return null;
    if (known.baseUrl === baseUrl) return known.sealedKey;
    throw invalid('The address is another one: give the key again, so that it goes nowhere else.');
  }
}

const shown = ({ sealedKey: _, ...provider }: StoredProvider): ModelProvider => provider;
