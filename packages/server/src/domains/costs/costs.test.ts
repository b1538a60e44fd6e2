import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '../accounts/index.ts';
import { createProjects, type ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { type Costs, createCosts, type NewPrice } from './index.ts';

let room: Room;
let ada: UserActor;
let looms: ProjectId;
let other: ProjectId;
let costs: Costs;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  const projects = createProjects({ metadata: room.metadata, accounts: room.accounts });
  looms = (await projects.ensure(ada, 'ada', 'looms')).id;
  other = (await projects.ensure(ada, 'ada', 'other')).id;
  costs = createCosts({ metadata: room.metadata, clock: () => room.clock.now });
});
afterAll(() => room.close());

const price = (change: Partial<NewPrice> = {}): NewPrice => ({
  model: 'my-model',
  providerId: 'default',
  effectiveAt: 1_700_000_000_000_000,
  promptCost: 1e-6,
  completionCost: 0.1 + 0.2,
  cacheReadCost: 0,
  cacheCreationCost: 0,
  ...change,
});

it('keeps what a project says to the last digit, for that project alone', async () => {
  const [kept] = await costs.create(ada, looms, [price()]);
  expect(kept).toMatchObject({ ...price(), level: 'project', createdBy: String(ada.userId) });
  expect(await costs.readPrices(looms, ['my-model'])).toEqual([kept]);
  expect(await costs.readPrices(other, ['my-model'])).toEqual([]);
  await costs.remove(other, [kept?.id ?? '']);
  expect(await costs.readPrices(looms, ['my-model'])).toEqual([kept]);
  await costs.remove(looms, [kept?.id ?? '', 'default:gpt-4o', 'no id', '1 or 1']);
  expect(await costs.readPrices(looms, ['my-model'])).toEqual([]);
});

it('gives default prices beside those of a project, each model once', async () => {
  const [own] = await costs.create(ada, looms, [price({ model: 'gpt-4o' })]);
  const found = await costs.readPrices(looms, ['gpt-4o', 'gpt-4o-mini', 'unheard-of', '__proto__']);
  expect(found.map(({ level, model }) => [level, model])).toEqual([
    ['project', 'gpt-4o'],
    ['default', 'gpt-4o'],
    ['default', 'gpt-4o-mini'],
  ]);
  expect(found[0]).toEqual(own);
  expect(found[1]?.promptCost).toBe(2.5 / 1_000_000);
  const models = (await costs.list(other)).map(({ model }) => model);
  expect(new Set(models).size).toBe(models.length);
});

it.each([
  [{ promptCost: -1 }, /promptCost of "my-model" is -1/],
  [{ completionCost: Number.NaN }, /completionCost of "my-model" is NaN/],
  [{ effectiveAt: Number.NaN }, /needs a date/],
  [{ model: '' }, /1 to 512 characters/],
  [{ providerId: 'p'.repeat(513) }, /1 to 512 characters/],
] as const)('refuses %o', async (change, message) => {
  await expect(costs.create(ada, looms, [price(), price(change)])).rejects.toThrow(message);
  expect(await costs.readPrices(looms, ['my-model'])).toEqual([]);
});
