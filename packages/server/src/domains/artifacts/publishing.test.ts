import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLive, type LiveEvent } from '../live/index.ts';
import { type ArtifactStage, freshName, openArtifactStage } from './artifacts.testing.ts';
import type { Artifacts } from './interface.ts';
import { publishChanges } from './publishing.ts';

let stage: ArtifactStage;
let told: LiveEvent[];
let shelves: LiveEvent[];
let artifacts: Artifacts;
let target: { entityName: string; projectName: string; portfolioName: string };

beforeAll(async () => {
  stage = await openArtifactStage();
  const shelf = await stage.projects.ensure(stage.ada, 'ada', 'shelves');
  target = { entityName: 'ada', projectName: 'shelves', portfolioName: 'best' };
  const live = createLive();
  live.subscribe(stage.project.id, (event) => told.push(event));
  live.subscribe(shelf.id, (event) => shelves.push(event));
  artifacts = publishChanges(stage.artifacts, live);
});
afterAll(() => stage.close());
beforeEach(() => {
  told = [];
  shelves = [];
});

const gone = (events: readonly LiveEvent[]) =>
  events.flatMap((event) => (event.kind === 'artifacts' ? event.gone : []));

it('tells of changes where the version was made, and where it is linked', async () => {
  const version = await stage.log(freshName(), { a: 'told' });
  await artifacts.updateVersion(stage.ada, version.id, { description: 'new' });
  expect([told.length, shelves.length]).toEqual([1, 0]);
  await artifacts.link(stage.ada, version.id, target, []);
  expect([told.length, shelves.length]).toEqual([2, 1]);
  await artifacts.updateVersion(stage.ada, version.id, { tagsToAdd: ['good'] });
  expect([told.length, shelves.length]).toEqual([3, 2]);
  expect(gone([...told, ...shelves])).toEqual([]);
});

it('says what is gone: in all places when it is deleted, in one when a link is taken', async () => {
  const name = freshName();
  const [first, second] = [
    await stage.log(name, { a: 'first' }),
    await stage.log(name, { a: 'second' }),
  ];
  const { collection, index } = await artifacts.link(stage.ada, first.id, target, []);
  const other = await artifacts.link(stage.ada, second.id, target, []);
  told = [];
  shelves = [];
  await artifacts.unlink(stage.ada, first.id, collection.id);
  expect([gone(told), gone(shelves)]).toEqual([[], [{ artifact: 'best', version: `v${index}` }]]);
  await artifacts.removeVersion(stage.ada, second.id, { deleteAliases: true });
  expect(gone(told)).toEqual([{ artifact: name, version: 'v1' }]);
  expect(gone(shelves)).toContainEqual({ artifact: 'best', version: `v${other.index}` });
  await artifacts.removeCollection(stage.ada, first.collectionId);
  expect(gone(told)).toContainEqual({ artifact: name, version: null });
});

it('makes the change all the same when nobody watches', async () => {
  const quiet = publishChanges(stage.artifacts, createLive());
  const version = await stage.log(freshName(), { a: 'quiet' });
  const after = await quiet.updateVersion(stage.ada, version.id, { description: 'unseen' });
  expect(after.description).toBe('unseen');
});
