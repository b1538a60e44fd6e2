import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../testing/index.ts';
import type { Actor } from './types.ts';

const ANONYMOUS: Actor = { kind: 'anonymous' };

let room: Room;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin } = room;
  await room.user('ada', { email: 'ada@lab.example' });
  await room.user('adam', { email: 'adam@lab.example' });
  await room.user('nevada', { email: 'nevada@other.example' });
  await accounts.putOrganization(admin, 'org');
  await accounts.putTeam(admin, 'org', 'crew');
  for (const name of ['ada', 'nevada']) {
    await accounts.putTeamMember(admin, 'org', 'crew', name, 'member');
  }
});
afterAll(() => room.close());

const actorNamed = async (username: string): Promise<Actor> => {
  const user = await room.accounts.findUser(username);
  if (user === null) throw new Error(`There is no ${username}.`);
  return { kind: 'user', userId: user.id, username, isAdmin: user.isAdmin, via: 'key' };
};

describe('a search for users', () => {
  const search = async (actor: Actor, text: string) =>
    (await room.accounts.searchUsers(actor, text)).map(({ username }) => username);

  it('finds by how a name or e-mail begins and ends, the exact one first', async () => {
    const { admin } = room;
    expect(await search(admin, 'ADA')).toEqual(['ada', 'adam', 'nevada']);
    expect(await search(admin, 'adam@lab.example')).toEqual(['adam']);
    expect(await search(admin, '@lab.example')).toEqual(['ada', 'adam']);
    expect(await search(admin, 'nobody')).toEqual([]);
  });

  it('takes no wildcards', async () => {
    for (const text of ['%', '_da', 'a%m', '\\'])
      expect(await search(room.admin, text)).toEqual([]);
  });

  it('finds for others who shares an organization with them, though no team', async () => {
    const { accounts, admin } = room;
    await room.user('zoe');
    await room.user('zoltan');
    await accounts.putOrganization(admin, 'wide');
    await accounts.putOrganizationMember(admin, 'wide', 'zoe', 'admin');
    expect(await search(await actorNamed('zoe'), 'zoltan')).toEqual([]);
    await accounts.putOrganizationMember(admin, 'wide', 'zoltan', 'member');
    expect(await search(await actorNamed('zoe'), 'zoltan')).toEqual(['zoltan']);
  });

  it('finds for others only themselves and who shares a team with them', async () => {
    expect(await search(await actorNamed('ada'), 'ada')).toEqual(['ada', 'nevada']);
    expect(await search(await actorNamed('adam'), 'ada')).toEqual(['adam']);
    expect(await search(ANONYMOUS, 'ada')).toEqual([]);
  });
});

describe('what someone belongs to', () => {
  it('is told to themselves and to instance admins', async () => {
    const ada = await room.accounts.findUser('ada');
    if (ada === null) throw new Error('There is no ada.');
    const told = async (actor: Actor) => {
      const { entities, organizations } = await room.accounts.listAffiliations(actor, ada.id);
      return [...entities, ...organizations].map(({ name }) => name);
    };
    expect(await told(await actorNamed('ada'))).toEqual(['ada', 'crew', 'org']);
    expect(await told(room.admin)).toEqual(['ada', 'crew', 'org']);
    expect(await told(await actorNamed('nevada'))).toEqual([]);
    expect(await told(ANONYMOUS)).toEqual([]);
  });

  it('an organization is known to its members only', async () => {
    const { accounts, admin } = room;
    expect(await accounts.findOrganization(admin, 'ORG')).toMatchObject({ name: 'org' });
    expect(await accounts.findOrganization(await actorNamed('ada'), 'org')).not.toBeNull();
    expect(await accounts.findOrganization(await actorNamed('adam'), 'org')).toBeNull();
    expect(await accounts.findOrganization(ANONYMOUS, 'org')).toBeNull();
  });
});

describe('keys of others', () => {
  it('are listed and revoked by instance admins, and by nobody else', async () => {
    const { accounts, admin } = room;
    const ada = await actorNamed('ada');
    const nevada = await actorNamed('nevada');
    if (ada.kind !== 'user' || nevada.kind !== 'user') throw new Error('They are users.');
    const { key, info } = await accounts.createApiKey(ada, { name: 'laptop' });
    expect(await accounts.listApiKeysOf(ada, ada.userId)).toHaveLength(1);
    expect(await accounts.listApiKeysOf(admin, ada.userId)).toHaveLength(1);
    expect(await accounts.listApiKeysOf(nevada, ada.userId)).toEqual([]);
    expect(await accounts.listApiKeysOf(ANONYMOUS, ada.userId)).toEqual([]);
    await expect(accounts.revokeApiKey(nevada, info.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await accounts.authenticateKey(key)).not.toBeNull();
    await accounts.revokeApiKey(admin, info.id);
    expect(await accounts.authenticateKey(key)).toBeNull();
  });
});

describe('a user made by e-mail', () => {
  it('is called as the mailbox, with a number when that is taken', async () => {
    const { accounts, admin } = room;
    const make = async (email: string) =>
      (await accounts.createUser(admin, { email, isAdmin: false })).username;
    expect(await make('ada@second.example')).toBe('ada-2');
    expect(await make('Ada@third.example')).toBe('Ada-3');
    expect(await make('..a+bc@x.example')).toBe('a-bc');
    expect(await make('api@x.example')).toBe('api-2');
  });

  it('is made by instance admins only, and once', async () => {
    const { accounts, admin } = room;
    const input = { email: 'gil@x.example', isAdmin: true };
    const ada = await actorNamed('ada');
    await expect(accounts.createUser(ada, input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(accounts.createUser(ANONYMOUS, input)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(await accounts.createUser(admin, input)).toMatchObject({
      username: 'gil',
      isAdmin: true,
    });
    const again = { email: 'GIL@x.example', isAdmin: false };
    await expect(accounts.createUser(admin, again)).rejects.toMatchObject({ code: 'conflict' });
  });
});
