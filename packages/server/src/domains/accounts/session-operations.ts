import { notFound, RunloomError } from '../../platform/errors.ts';
import { requireWholeAccount } from './key-limits.ts';
import type { ProvisioningDeps } from './provisioning.ts';
import type { SessionOperations } from './session-types.ts';
import type { Actor, User } from './types.ts';

/** What everybody does with their own sessions, and instance admins with those of others. */
export function createSessionOperations(
  deps: Pick<ProvisioningDeps, 'authentication' | 'authorization' | 'directory'> & {
    /** Called once sessions have ended, for what is open by them. */
    tell: () => void;
  },
): SessionOperations {
  const { authentication, authorization, directory, tell } = deps;
  const { endAll, issueSignInLink } = authentication;

  const findAsAdmin = async (actor: Actor, username: string): Promise<User> => {
    await authorization.authorize(actor, 'manage', { kind: 'instance' });
    const user = await directory.findUser(username);
    if (user === null) throw notFound(`The user "${username}"`);
    return user;
  };

  return {
    authenticateSession: authentication.authenticateSession,
    signIn: authentication.signIn,
    redeemSignInLink: authentication.redeemSignInLink,
    openSession: authentication.openSession,
    async signOut(token) {
      const openedBy = await authentication.signOut(token);
      tell();
      return openedBy;
    },

    async listSessions(actor, current) {
      requireWholeAccount(actor);
      return authentication.listSessions(actor, current);
    },

    async endSession(actor, id) {
      requireWholeAccount(actor);
      await authentication.endSession(actor, id);
      tell();
    },

    async endOtherSessions(actor, current) {
      requireWholeAccount(actor);
      const ended = await authentication.endOtherSessions(actor, current);
      tell();
      return ended;
    },

    async changePassword(actor, input) {
      requireWholeAccount(actor);
      await authentication.changePassword(actor, input);
      tell();
    },

    async endSessionsOf(actor, username) {
      const ended = await endAll((await findAsAdmin(actor, username)).id);
      tell();
      return ended;
    },

    async createSignInLink(actor, username) {
      const user = await findAsAdmin(actor, username);
      if (user.serviceOf !== null) {
        throw new RunloomError(
          'conflict',
          `"${username}" is a service account: it has keys alone.`,
        );
      }
      return { ...(await issueSignInLink(user.id)), user };
    },
  };
}
