import { RunloomError } from '../../platform/errors.ts';
import type { Trace } from '../../platform/trail.ts';
import type { Accounts, Role, User } from '../accounts/index.ts';
import type { GroupRule, OidcProvider } from './types.ts';
import { SERVER_ACTOR } from './who.ts';

const RANK: readonly Role[] = ['viewer', 'member', 'admin'];

type TeamRule = Extract<GroupRule, { grants: 'team' }>;

/**
 * Gives and takes what the groups of a provider mean here, each time somebody signs in. Only the teams
 * that rules name are touched; of those, who is in none of their groups any more leaves.
 */
export async function applyGroups(
  deps: { readonly accounts: Accounts; readonly changed: (trace: Trace) => void },
  provider: OidcProvider,
  user: User,
  groups: readonly string[],
): Promise<void> {
  const mine = new Set(groups);
  for (const [address, rules] of teamsOf(provider)) {
    const roles = rules.filter(({ group }) => mine.has(group)).map(({ role }) => role);
    const role = roles.reduce<Role | null>(higher, null);
    await unlessImpossible(() => setRole(deps, user, address, role));
  }
  const adminGroups = provider.groups.filter(({ grants }) => grants === 'admin');
  const isAdmin = adminGroups.some(({ group }) => mine.has(group));
  if (adminGroups.length === 0 || isAdmin === user.isAdmin) return;
  await unlessImpossible(async () => {
    await deps.accounts.putUser(SERVER_ACTOR, user.username, { isAdmin });
    deps.changed({
      action: 'user:update',
      resource: { kind: 'user', name: user.username },
      details: { isAdmin, provider: provider.name },
    });
  });
}

function teamsOf({ groups }: OidcProvider): ReadonlyMap<string, readonly TeamRule[]> {
  const rules = groups.filter((rule): rule is TeamRule => rule.grants === 'team');
  return Map.groupBy(rules, ({ organization, team }) => `${organization}/${team}`);
}

async function setRole(
  { accounts, changed }: Parameters<typeof applyGroups>[0],
  user: User,
  address: string,
  role: Role | null,
): Promise<void> {
  const [organization = '', team = ''] = address.split('/');
  const entity = await accounts.findEntity(team);
  if (entity?.kind !== 'team') return;
  const members = await accounts.listMembers(SERVER_ACTOR, entity);
  const current = members.find((member) => member.user.id === user.id)?.role ?? null;
  if (current === role) return;
  const { username } = user;
  if (role === null) {
    await accounts.deleteTeamMember(SERVER_ACTOR, organization, team, username);
  } else {
    await accounts.putTeamMember(SERVER_ACTOR, organization, team, username, role);
  }
  changed({
    action: role === null ? 'team:remove-member' : 'team:put-member',
    resource: { kind: 'team', name: `${organization}/${team}/${username}` },
    organization,
    details: { role, before: current },
  });
}

function higher(best: Role | null, role: Role): Role {
  return best !== null && RANK.indexOf(best) >= RANK.indexOf(role) ? best : role;
}

/**
 * A team that is not there (yet), or a last admin who can't be taken away, must keep nobody out.
 * Anything else is a fault.
 */
async function unlessImpossible(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isImpossible =
      error instanceof RunloomError && ['not_found', 'conflict', 'invalid'].includes(error.code);
    if (!isImpossible) throw error;
  }
}
