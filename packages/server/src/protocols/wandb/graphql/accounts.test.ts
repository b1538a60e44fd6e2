import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Caller, openRoom, type Room } from '../room.testing.ts';

const KEYS = {
  ada: 'ada-key-0123456789abcdefghijklmnopqrstuvwxyz0000',
  bob: 'bob-key-0123456789abcdefghijklmnopqrstuvwxyz0000',
  eve: 'eve-key-0123456789abcdefghijklmnopqrstuvwxyz0000',
};

let room: Room;
let admin: Caller;
let ada: Caller;
let bob: Caller;
let eve: Caller;

/** Ada manages the team of which Bob is a member; Eve has nothing to do with it. */
beforeAll(async () => {
  room = await openRoom();
  const { accounts } = room.server;
  admin = room.as(ADMIN_KEY);
  const actor = await accounts.authenticateKey(ADMIN_KEY);
  if (actor === null) throw new Error('The key of the admin must work.');
  for (const [name, apiKey] of Object.entries(KEYS)) {
    await accounts.putUser(actor, name, { email: `${name}@example.com`, apiKey });
  }
  await accounts.putUser(actor, 'gus', {});
  await accounts.putOrganization(actor, 'org');
  await accounts.putTeam(actor, 'org', 'crew');
  await accounts.putTeamMember(actor, 'org', 'crew', 'ada', 'admin');
  await accounts.putTeamMember(actor, 'org', 'crew', 'bob', 'member');
  [ada, bob, eve] = [room.as(KEYS.ada), room.as(KEYS.bob), room.as(KEYS.eve)];
});
afterAll(() => room.close());

const errorsOf = async (caller: Caller, query: string, variables: object = {}) => {
  const { status, json } = await caller.graphql(query, variables);
  const { errors = [] } = json as { errors?: { message: string }[] };
  return { status, messages: errors.map(({ message }) => message) };
};

describe('a user', () => {
  const QUERY = `{ user(userName: "bob") { username email admin flags apiKeys { edges { node { name } } }
    teams { edges { node { name } } } organizations { name } } }`;

  it('is known by name to colleagues, and in private to themselves and instance admins', async () => {
    const inPrivate = {
      username: 'bob',
      email: 'bob@example.com',
      admin: false,
      flags: '{}',
      apiKeys: { edges: [{ node: { name: KEYS.bob.slice(0, 12) } }] },
      teams: { edges: [{ node: { name: 'bob' } }, { node: { name: 'crew' } }] },
      organizations: [{ name: 'org' }],
    };
    expect(await bob.ask(QUERY)).toEqual({ user: inPrivate });
    expect(await admin.ask(QUERY)).toEqual({ user: inPrivate });
    expect(await ada.ask(QUERY)).toEqual({
      user: {
        username: 'bob',
        email: null,
        admin: null,
        flags: null,
        apiKeys: { edges: [] },
        teams: { edges: [] },
        organizations: [],
      },
    });
    expect(await eve.ask(QUERY)).toEqual({ user: null });
    expect(await room.as(null).ask(QUERY)).toEqual({ user: null });
  });
});

describe('a team', () => {
  const QUERY = `{ entity(name: "crew") { isTeam entityType readOnly storageBytes organization { name }
    members { username email role apiKey } } }`;

  it('tells e-mails and keys to who manages it, the rest to members, nothing to strangers', async () => {
    const team = {
      isTeam: true,
      entityType: 'team',
      storageBytes: 0,
      organization: { name: 'org' },
    };
    const member = (username: string, role: string, email: string | null) => ({
      username,
      email,
      role,
      apiKey: null,
    });
    expect(await ada.ask(QUERY)).toEqual({
      entity: {
        ...team,
        readOnly: false,
        members: [
          member('ada', 'admin', 'ada@example.com'),
          member('bob', 'member', 'bob@example.com'),
        ],
      },
    });
    expect(await bob.ask(QUERY)).toMatchObject({
      entity: { members: [member('ada', 'admin', null), member('bob', 'member', null)] },
    });
    for (const caller of [eve, room.as(null)]) {
      expect(await caller.ask(QUERY)).toEqual({ entity: null });
    }
  });

  it('is changed by nobody who may not, and they are told in plain words', async () => {
    const invite = `mutation { createInvite(input: { entityName: "crew", username: "gus" }) { invite { id } } }`;
    expect(await errorsOf(room.as(null), invite)).toMatchObject({ status: 401 });
    expect(await errorsOf(eve, invite)).toEqual({
      status: 404,
      messages: ['The team "crew" does not exist, or you may not see it.'],
    });
    expect(await errorsOf(bob, invite)).toMatchObject({ status: 403 });
    expect(await errorsOf(ada, invite)).toEqual({ status: 200, messages: [] });
  });
});

describe('a project', () => {
  it('is made, changed, renamed and deleted by its id', async () => {
    const upsert = `mutation M($input: UpsertModelInput!) { upsertModel(input: $input) {
      inserted project { id name access description readOnly } } }`;
    const made = await ada.ask(upsert, {
      input: { name: 'looms', entityName: 'crew', icon: null, isBenchmark: false, views: null },
    });
    expect(made).toMatchObject({
      upsertModel: { inserted: true, project: { name: 'looms', access: 'ENTITY_WRITE' } },
    });
    const { id } = (made as { upsertModel: { project: { id: string } } }).upsertModel.project;
    const change = { id, name: 'weaves', description: 'About', access: 'USER_READ' };
    expect(await ada.ask(upsert, { input: change })).toMatchObject({
      upsertModel: {
        inserted: false,
        project: { id, name: 'weaves', access: 'USER_READ', description: 'About' },
      },
    });
    expect(await errorsOf(bob, upsert, { input: change })).toMatchObject({ status: 403 });
    expect(await eve.ask('{ project(entityName: "crew", name: "weaves") { readOnly } }')).toEqual({
      project: { readOnly: true },
    });
    const rename = `mutation { renameProject(input: { entityName: "crew", oldProjectName: "weaves",
      newProjectName: "looms" }) { project { id name } } }`;
    expect(await ada.ask(rename)).toMatchObject({ renameProject: { project: { name: 'looms' } } });
    const remove = `mutation M($id: String!) { deleteModel(input: { id: $id }) { success } }`;
    expect(await errorsOf(eve, remove, { id })).toMatchObject({ status: 403 });
    expect(await ada.ask(remove, { id })).toEqual({ deleteModel: { success: true } });
    expect(await ada.ask('{ project(entityName: "crew", name: "looms") { id } }')).toEqual({
      project: null,
    });
  });

  it('is not made with what it could not keep', async () => {
    const upsert = `mutation M($input: UpsertModelInput!) { upsertModel(input: $input) { inserted } }`;
    const input = { name: 'rich', entityName: 'crew', icon: { color: 'red', name: 'star' } };
    expect((await errorsOf(ada, upsert, { input })).messages).toEqual([
      'Projects have no icon here.',
    ]);
    expect(await ada.ask('{ project(entityName: "crew", name: "rich") { id } }')).toEqual({
      project: null,
    });
  });
});

describe('what comes with a later release', () => {
  it('answers a change in plain words, to nobody before they are known', async () => {
    const sweep = `mutation { upsertSweep(input: { config: "method: grid" }) { sweep { id } } }`;
    expect(await errorsOf(ada, sweep)).toEqual({
      status: 200,
      messages: ['Sweeps come with a later release of Runloom.'],
    });
    expect(await errorsOf(room.as(null), sweep)).toMatchObject({ status: 401 });
  });
});
