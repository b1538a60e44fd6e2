import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { DATASET, openObjects, opOf } from './objects.testing.ts';

const bench = await openObjects();
afterAll(() => bench.close());

let project: ProjectId;
beforeEach(async () => {
  ({ id: project } = await bench.project());
});

describe('lists of objects', () => {
  beforeEach(async () => {
    for (const [index, name] of ['b', 'a', 'c'].entries()) {
      bench.room.clock.now += 1_000;
      await bench.publish(project, name, { ...DATASET, index });
      await bench.publish(project, name, { ...DATASET, index, more: true });
    }
    await bench.publish(project, 'op', opOf('x'));
  });
  const names = async (query: Parameters<typeof bench.objects.query>[1]) =>
    (await bench.objects.query(project, query)).map(
      ({ name, versionIndex }) => `${name}${versionIndex}`,
    );

  it('begin with the oldest, and go the way that is asked for', async () => {
    expect(await names({})).toEqual(['b0', 'b1', 'a0', 'a1', 'c0', 'c1', 'op0']);
    expect(await names({ sort: [{ field: 'created_at', direction: 'desc' }], limit: 3 })).toEqual([
      'op0',
      'c1',
      'c0',
    ]);
    expect(
      await names({ sort: [{ field: 'object_id', direction: 'asc' }], limit: 2, offset: 1 }),
    ).toEqual(['a1', 'b0']);
    expect(await names({ offset: 5 })).toEqual(['c1', 'op0']);
    await expect(names({ sort: [{ field: 'digest', direction: 'asc' }] })).rejects.toThrow(
      'can\'t be sorted by "digest"',
    );
    await expect(names({ limit: -1 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('leave out what no filter wants', async () => {
    const only = (filter: NonNullable<Parameters<typeof bench.objects.query>[1]>['filter']) =>
      names(filter ? { filter } : {});
    expect(await only({ latestOnly: true })).toEqual(['b1', 'a1', 'c1', 'op0']);
    expect(await only({ kind: 'op' })).toEqual(['op0']);
    expect(await only({ names: ['a', 'op'] })).toEqual(['a0', 'a1', 'op0']);
    expect(await only({ names: [] })).toHaveLength(7);
    expect(await only({ baseClasses: ['Dataset'], latestOnly: true })).toEqual(['b1', 'a1', 'c1']);
    expect(await only({ leafClasses: ['X'] })).toEqual([]);
    expect(await only({ excludedBaseClasses: ['Dataset'] })).toEqual(['op0']);
    const { objects } = bench;
    await objects.addTags(project, 'a', 'v0', ['prod']);
    await objects.setAliases(project, 'b', 'v0', ['best']);
    expect(await only({ tags: ['prod', 'x'] })).toEqual(['a0']);
    expect(await only({ aliases: ['best'] })).toEqual(['b0']);
    expect(await only({ aliases: ['latest', 'best'], names: ['b'] })).toEqual(['b0', 'b1']);
  });

  it('tell of each name how many versions it has', async () => {
    const summaries = await bench.objects.summarize(project, { kind: 'object' });
    expect(summaries.map(({ name, versionCount }) => [name, versionCount])).toEqual([
      ['c', 2],
      ['a', 2],
      ['b', 2],
    ]);
  });
});
