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

describe('the default entity', () => {
  const SET = `mutation M($entity: String!) { updateUser(input: { defaultEntity: $entity }) {
    user { entity } } }`;
  const set = (caller: Caller, entity: string) => errorsOf(caller, SET, { entity });
  const ENTITY_OF_BOB = '{ user(userName: "bob") { entity } }';
  const START = `mutation { upsertBucket(input: { modelName: "anywhere" }) {
    bucket { project { entity { name } } } } }`;
  const startedAt = (entity: string) => ({
    upsertBucket: { bucket: { project: { entity: { name: entity } } } },
  });

  it('is a team that one is in, where runs go that name none, until one leaves it', async () => {
    const { accounts } = room.server;
    expect(await bob.ask(START)).toMatchObject(startedAt('bob'));
    expect(await bob.ask(SET, { entity: 'crew' })).toEqual({
      updateUser: { user: { entity: 'crew' } },
    });
    expect(await bob.ask('{ viewer { entity } }')).toEqual({ viewer: { entity: 'crew' } });
    expect(await bob.ask(START)).toMatchObject(startedAt('crew'));
    expect(await ada.ask(ENTITY_OF_BOB)).toEqual({ user: { entity: 'bob' } });
    const actor = await accounts.authenticateKey(ADMIN_KEY);
    if (actor === null) throw new Error('The key of the admin must work.');
    await accounts.deleteTeamMember(actor, 'org', 'crew', 'bob');
    expect(await bob.ask(START)).toMatchObject(startedAt('bob'));
    await accounts.putTeamMember(actor, 'org', 'crew', 'bob', 'member');
    expect(await bob.ask(SET, { entity: 'bob' })).toEqual({
      updateUser: { user: { entity: 'bob' } },
    });
  });

  it('is nobody else, no team of others, and nothing that somebody else chooses', async () => {
    expect(await set(eve, 'crew')).toMatchObject({ status: 404 });
    expect(await set(eve, 'bob')).toMatchObject({ status: 404 });
    expect(await set(eve, 'nothing')).toMatchObject({ status: 404 });
    expect((await set(admin, 'crew')).messages).toEqual([
      'Only your own name or a team that you are a member of can be your default; "crew" is neither.',
    ]);
    expect(await set(room.as(null), 'crew')).toMatchObject({ status: 401 });
    const { user } = (await bob.ask('{ user(userName: "bob") { id } }')) as {
      user: { id: string };
    };
    const ofBob = `mutation { updateUser(input: { id: "${user.id}", defaultEntity: "ada" }) { user { id } } }`;
    expect(await errorsOf(ada, ofBob)).toMatchObject({ status: 403 });
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
