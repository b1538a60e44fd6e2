import { invalid, notFound } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, authorOf, type UserActor } from '../accounts/index.ts';
import { createSecretStore } from './store.ts';
import type { Seal, Secrets } from './types.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const MAX_VALUE = 10_000;

/** Secrets over the metadata store. `clock` in milliseconds. */
export function createSecrets(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'findOwner'>;
  seal: Seal;
  clock?: () => number;
}): Secrets {
  const { accounts, seal } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createSecretStore(deps.metadata);

  return {
    async put(actor, entityName, name, value) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      if (!NAME.test(name)) {
        throw invalid(
          'The name of a secret has 1 to 128 characters of A-Z a-z 0-9 _ and does not begin with a digit.',
        );
      }
      if (value === '' || value.length > MAX_VALUE) {
        throw invalid(`A secret has 1 to ${MAX_VALUE} characters.`);
      }
      return store.put({
        entityId: entity.id,
        name,
        sealed: seal.seal(value),
        // Who may manage is signed in.
        by: authorOf(actor as UserActor),
        now: clock(),
      });
    },

    async remove(actor, entityName, name) {
      const entity = await accounts.findOwner(actor, entityName, 'manage');
      if (!(await store.remove(entity.id, name))) throw notFound(`The secret ${name}`);
    },

    async list(actor, entityName) {
      return store.list((await accounts.findOwner(actor, entityName, 'write')).id);
    },

    async reveal(entityId, name) {
      const sealed = await store.sealed(entityId, name);
      return sealed === null ? null : seal.open(sealed);
    },

    has: async (entityId, name) => (await store.sealed(entityId, name)) !== null,
  };
}
