import { invalid, RunloomError } from '../../platform/errors.ts';
import { redeemInvitations } from './joining.ts';
import { limitsOf, requireWholeAccount } from './key-limits.ts';
import { isFreeName } from './names.ts';
import { createUser, type ProvisioningDeps } from './provisioning.ts';
import type { AccountStores } from './stores.ts';
import type { PeopleOperations, Resource, User } from './types.ts';

/** Beyond it the person is told to choose a name: so many of one name is a mistake. */
const MAX_NAMESAKES = 200;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const MAX_EMAIL = 254;
const MAX_DISPLAY_NAME = 256;

/** Finding people, making users that are known by e-mail, and what people are called. */
export function createPeople({
  stores,
  directory,
  authorization,
  change,
  clock,
}: Pick<ProvisioningDeps, 'stores' | 'directory' | 'authorization' | 'change' | 'clock'>): Omit<
  PeopleOperations,
  'defaultEntityOf' | 'setDefaultEntity'
> {
  return {
    async searchUsers(actor, text) {
      if (actor.kind === 'anonymous') return [];
      if (actor.isAdmin) return stores.search.search(text);
      const within = actor.limits?.within ?? null;
      const { teams, organizations } = await directory.memberships(actor.userId);
      return stores.search.search(text, {
        self: actor.userId,
        teams: [...teams.keys()].filter((id) => within === null || id === within.entityId),
        organizations: within === null ? [...organizations.keys()] : [],
      });
    },

    async createUser(actor, { email, isAdmin }) {
      await authorization.authorize(actor, 'manage', { kind: 'instance' });
      checkEmail(email);
      return change(async (inside) => {
        if (await inside.search.findByEmail(email)) {
          throw new RunloomError('conflict', `There is a user with the e-mail ${email} already.`);
        }
        const created = await createNamesake(inside, email, isAdmin, clock());
        await redeemInvitations(inside, created, clock());
        return created;
      });
    },

    async setDisplayName(actor, displayName) {
      requireWholeAccount(actor);
      const name = displayName.trim();
      if (name === '' || name.length > MAX_DISPLAY_NAME || /\p{Cc}/u.test(name)) {
        throw invalid(`Your name has 1 to ${MAX_DISPLAY_NAME} characters.`);
      }
      return change(({ accounts }) => accounts.updateUser(actor.userId, { displayName: name }));
    },

    async listShared(actor, person) {
      const of = await directory.memberships(person);
      const isSeen = (resource: Resource) => authorization.may(actor, 'read', resource);
      const teams = [];
      for (const id of of.teams.keys()) {
        const team = await directory.getEntity(id);
        if (team && (await isSeen({ kind: 'entity', entityId: id }))) teams.push(team);
      }
      const organizations = [];
      for (const id of of.organizations.keys()) {
        const organization = await directory.getOrganization(id);
        if (organization && (await isSeen({ kind: 'organization', organizationId: id }))) {
          organizations.push(organization);
        }
      }
      return { teams, organizations };
    },

    async listAffiliations(actor, id) {
      const isTold = actor.kind === 'user' && (actor.isAdmin || actor.userId === id);
      const user = isTold ? await directory.getUser(id) : null;
      if (user === null) return { entities: [], organizations: [] };
      const [personal, teams, organizations] = await Promise.all([
        directory.getEntity(user.entityId),
        stores.accounts.listTeamsOf(id),
        stores.accounts.listOrganizations(id),
      ]);
      const within = limitsOf(actor)?.within ?? null;
      const entities = personal ? [personal, ...teams] : teams;
      if (within === null) return { entities, organizations };
      return {
        entities: entities.filter((entity) => entity.id === within.entityId),
        organizations: [],
      };
    },
  };
}

/** @throws RunloomError('invalid') */
export function checkEmail(email: string): void {
  if (email.length <= MAX_EMAIL && EMAIL.test(email)) return;
  throw invalid(`${JSON.stringify(email.slice(0, 100))} is no e-mail address.`);
}

/** The user called as their mailbox is, with a number when others have that name. */
async function createNamesake(
  stores: AccountStores,
  email: string,
  isAdmin: boolean,
  now: number,
): Promise<User> {
  const mailbox = (email.split('@')[0] ?? '').replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 100);
  const plain = mailbox.replace(/^[.-]+/, '') || 'user';
  for (let number = 1; number <= MAX_NAMESAKES; number += 1) {
    const username = number === 1 ? plain : `${plain}-${number}`;
    if (!isFreeName(username)) continue;
    const options = { username, input: { email, isAdmin }, passwordHash: undefined, now };
    const user = await createUser(stores, options);
    if (user !== null) return user;
  }
  throw new RunloomError('conflict', `There are too many users called ${plain}.`);
}
