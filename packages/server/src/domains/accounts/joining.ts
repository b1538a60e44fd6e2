import type { AccountStores } from './stores.ts';
import type { Entity, GivenRole, Role, User, UserId } from './types.ts';

/** Makes the user a member of the team and of its organization; true when they were not in the team. */
export async function joinTeam(
  stores: AccountStores,
  team: Entity,
  userId: UserId,
  given: GivenRole,
): Promise<boolean> {
  if (team.organizationId !== null) {
    const inOrganization: Role = given.role === 'viewer' ? 'viewer' : 'member';
    await stores.members.putOrganizationMember(
      team.organizationId,
      userId,
      inOrganization,
      'keep-role',
    );
  }
  return stores.members.putTeamMember(team.id, userId, given);
}

/** Lets who now has an e-mail into the teams that invited it; where they are already, nothing changes. */
export async function redeemInvitations(
  stores: AccountStores,
  user: User,
  now: number,
): Promise<void> {
  if (user.email === null) return;
  for (const { entityId, ...given } of await stores.invitations.useAll(user.email, user.id, now)) {
    const team = await stores.accounts.getEntity(entityId);
    const { teams } = await stores.members.memberships(user.id);
    if (team !== null && !teams.has(team.id)) await joinTeam(stores, team, user.id, given);
  }
}
