import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Entity, UserActor } from '../accounts/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createCharts } from './service.ts';
import type { ChartAccess, Charts } from './types.ts';

const ANONYMOUS: Actor = { kind: 'anonymous' };
const SPEC = '{"$schema":"https://vega.github.io/schema/vega-lite/v6.json","mark":"bar","n":1e400}';

let room: Room;
let charts: Charts;
let team: Entity;
let member: UserActor;
let viewer: UserActor;
let stranger: UserActor;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin, metadata } = room;
  charts = createCharts({ metadata, accounts, clock: () => room.clock.now });
  [member, viewer, stranger] = [
    await room.user('member'),
    await room.user('viewer'),
    await room.user('stranger'),
  ];
  await accounts.putOrganization(admin, 'lab');
  team = (await accounts.putTeam(admin, 'lab', 'vision')).value;
  await accounts.putTeamMember(admin, 'lab', 'vision', 'member', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'viewer', 'viewer');
});
afterAll(() => room.close());

const chart = (name: string, access: ChartAccess = 'private') => ({
  name,
  displayName: 'Bars',
  type: 'vega2',
  access,
  spec: SPEC,
});

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('a custom chart', () => {
  it('is made by who may write in its owner', async () => {
    const actors = [ANONYMOUS, stranger, viewer, member, room.admin];
    const found: string[] = [];
    for (const [index, actor] of actors.entries()) {
      found.push(await outcomeOf(charts.create(actor, 'vision', chart(`by-${index}`))));
    }
    expect(found).toEqual(['unauthenticated', 'not_found', 'forbidden', 'done', 'done']);
  });

  it('is kept as it was given, once', async () => {
    const made = await charts.create(member, 'VISION', chart('exact'));
    expect(made).toMatchObject({ entityName: 'vision', spec: SPEC, createdBy: member.userId });
    expect(await charts.find(viewer, 'vision', 'exact')).toEqual(made);
    const again = charts.create(room.admin, 'vision', chart('exact', 'public'));
    expect(await outcomeOf(again)).toBe('conflict');
  });

  it('is seen by its owner’s people, a public one by everyone who is signed in', async () => {
    await charts.create(member, 'vision', chart('shared', 'public'));
    const namesFor = async (actor: Actor) =>
      (await charts.list(actor, team)).map(({ name }) => name);
    expect(await namesFor(viewer)).toEqual(['by-3', 'by-4', 'exact', 'shared']);
    expect(await namesFor(stranger)).toEqual(['shared']);
    expect(await namesFor(ANONYMOUS)).toEqual([]);
    expect(await charts.find(stranger, 'vision', 'shared')).toMatchObject({ access: 'public' });
    expect(await outcomeOf(charts.find(stranger, 'vision', 'exact'))).toBe('not_found');
    expect(await outcomeOf(charts.find(stranger, 'nobody', 'exact'))).toBe('not_found');
  });

  it.each([
    { name: 'a/b' },
    { name: '' },
    { name: 'x'.repeat(129) },
    { displayName: ' ' },
    { type: 'vega' },
    { spec: `"${'x'.repeat(1_000_000)}"` },
  ])('is refused with %j', async (wrong) => {
    const input = { ...chart('fine'), ...wrong };
    expect(await outcomeOf(charts.create(member, 'vision', input))).toBe('invalid');
  });
});
