import { notFound, RunloomError } from '../../platform/errors.ts';
import type { ProvisioningDeps } from './provisioning.ts';
import type { SessionOperations } from './session-types.ts';
import type { Actor, User } from './types.ts';

/** What everybody does with their own sessions, and instance admins with those of others. */
export function createSessionOperations(
  deps: Pick<ProvisioningDeps, 'authentication' | 'authorization' | 'directory'>,
): SessionOperations {
  const { authentication, authorization, directory } = deps;
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
    signOut: authentication.signOut,
    listSessions: authentication.listSessions,
    endSession: authentication.endSession,
    endOtherSessions: authentication.endOtherSessions,
    changePassword: authentication.changePassword,

    async endSessionsOf(actor, username) {
      return endAll((await findAsAdmin(actor, username)).id);
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
