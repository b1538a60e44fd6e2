import { RunloomError } from '../../platform/errors.ts';
import type { AccountStores } from './stores.ts';
import type { Actor, EntityId, OrganizationId, UserId } from './types.ts';

/** Whether someone leaves, or stays as less than an admin. */
export type Loss = 'leaves' | 'is-demoted';

interface Others {
  readonly admins: number;
  readonly people: number;
}

/**
 * A team always keeps an admin, whoever asks for it to lose one; only a script of the instance's admins
 * may empty it altogether. Must be asked inside the transaction that makes the change: the answer holds
 * until its end, so that two admins who demote each other at once can't both succeed.
 * @throws RunloomError('conflict')
 */
export async function keepTeamAdmin(
  { members, accounts }: AccountStores,
  change: { actor: Actor; team: EntityId; userId: UserId; loss: Loss },
): Promise<void> {
  const { team, userId } = change;
  if (!(await members.administered(userId)).teams.includes(team)) return;
  const others = await members.countOthersInTeam(team, userId);
  if (isKept(others, change)) return;
  throw lastAdmin('team', (await accounts.getEntity(team))?.name ?? '');
}

/** The same of an organization. */
export async function keepOrganizationAdmin(
  { members, accounts }: AccountStores,
  change: { actor: Actor; organization: OrganizationId; userId: UserId; loss: Loss },
): Promise<void> {
  const { organization, userId } = change;
  if (!(await members.administered(userId)).organizations.includes(organization)) return;
  const others = await members.countOthersInOrganization(organization, userId);
  if (isKept(others, change)) return;
  throw lastAdmin('organization', (await accounts.getOrganization(organization))?.name ?? '');
}

/** Everything that a person leaves behind who is deleted. */
export async function keepAllAdmins(
  stores: AccountStores,
  { actor, userId }: { actor: Actor; userId: UserId },
): Promise<void> {
  const { teams, organizations } = await stores.members.administered(userId);
  for (const team of teams) await keepTeamAdmin(stores, { actor, team, userId, loss: 'leaves' });
  for (const organization of organizations) {
    await keepOrganizationAdmin(stores, { actor, organization, userId, loss: 'leaves' });
  }
}

function isKept(others: Others, { actor, loss }: { actor: Actor; loss: Loss }): boolean {
  if (others.admins > 0) return true;
  const isProvisioning = actor.kind === 'user' && actor.isAdmin;
  return isProvisioning && loss === 'leaves' && others.people === 0;
}

function lastAdmin(what: 'team' | 'organization', name: string): RunloomError {
  return new RunloomError(
    'conflict',
    `This would leave the ${what} ${name} without an admin. Make someone else an admin of it first.`,
  );
}
