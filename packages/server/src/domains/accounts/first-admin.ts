import { RunloomError } from '../../platform/errors.ts';
import type { Authentication } from './authentication.ts';
import { addKey, createUser } from './provisioning.ts';
import { newApiKey } from './secrets.ts';
import type { Change } from './stores.ts';
import type { Accounts } from './types.ts';

const USERNAME = 'admin';

/** See `Accounts.ensureAdmin`. Later starts speak of the admin who has been there longest. */
export function createEnsureAdmin(deps: {
  change: Change;
  authentication: Authentication;
  clock: () => number;
}): Accounts['ensureAdmin'] {
  const { change, authentication, clock } = deps;
  return async ({ apiKey }) => {
    const { user, newKey } = await change(async (inside) => {
      const existing = await inside.accounts.findOldestAdmin();
      if (existing) {
        if (apiKey !== undefined) await addKey(inside, existing.id, apiKey, clock());
        return { user: existing, newKey: null };
      }
      const created = await createUser(inside, {
        username: USERNAME,
        input: { isAdmin: true },
        passwordHash: undefined,
        now: clock(),
      });
      // Another server that starts on the same store may have been faster: its admin is the admin.
      const admin = created ?? (await inside.accounts.findOldestAdmin());
      if (!admin) {
        throw new RunloomError(
          'conflict',
          `The instance has no admin, and "${USERNAME}" is someone else's name.`,
        );
      }
      const newKey = created && apiKey === undefined ? newApiKey() : null;
      const key = apiKey ?? newKey;
      if (key !== null) await addKey(inside, admin.id, key, clock());
      return { user: admin, newKey };
    });
    const { token: signInToken } = await authentication.issueSignInLink(user.id);
    return { user, signInToken, newApiKey: newKey };
  };
}
