import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../accounts/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createLineage } from './service.ts';
import type { Lineage, NodeFacts, NodeRef, WalkOptions } from './types.ts';

let room: Room;
let lineage: Lineage;
let ada: UserActor;
const projectOf = new Map<string, Project>();
const gone = new Set<string>();

beforeAll(async () => {
  room = await openRoom();
  const { metadata, accounts } = room;
  const projects = createProjects({ metadata, accounts });
  ada = await room.user('ada');
  const bob = await room.user('bob');
  projectOf.set('own', await projects.ensure(ada, 'ada', 'own'));
  projectOf.set('foreign', await projects.ensure(bob, 'bob', 'foreign'));
  // Kinds of rooms that are yet to come: anything that tells of its nodes can stand in the graph.
  const describers = ['step', 'trace'].map((kind) => ({
    kind,
    async describe(keys: readonly string[]) {
      const facts = new Map<string, NodeFacts>();
      for (const key of keys) {
        const project = projectOf.get(key.startsWith('foreign') ? 'foreign' : 'own');
        if (!project || gone.has(key)) continue;
        facts.set(key, { projectId: project.id, name: key, type: kind, createdAt: 1, path: [key] });
      }
      return facts;
    },
  }));
  lineage = createLineage({ metadata, projects, describers });
});
afterAll(() => room.close());

const step = (key: string): NodeRef => ({ kind: 'step', key });
const chain = (...keys: string[]) =>
  lineage.link(
    keys.slice(1).map((key, index) => ({
      source: step(keys[index] ?? ''),
      target: step(key),
      relation: 'output',
    })),
  );
const walk = async (key: string, options: Partial<WalkOptions> = {}) => {
  const graph = await lineage.walk(ada, step(key), {
    depth: 10,
    direction: 'both',
    maxNodes: 1_000,
    ...options,
  });
  return { ...graph, names: graph.nodes.map(({ name }) => name).sort() };
};

describe('a walk', () => {
  it('goes both ways from where it begins, to the depth that is wanted', async () => {
    await chain('a1', 'a2', 'a3', 'a4', 'a5');
    await chain('a1', 'a6');
    expect((await walk('a3')).names).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
    expect((await walk('a3', { direction: 'upstream' })).names).toEqual(['a1', 'a2', 'a3']);
    const near = await walk('a3', { depth: 1 });
    expect(near.names).toEqual(['a2', 'a3', 'a4']);
    expect(near.nodes.map(({ name, hasMore }) => `${name} ${hasMore}`).sort()).toEqual([
      'a2 true',
      'a3 false',
      'a4 true',
    ]);
    expect(near.edges).toHaveLength(2);
    expect((await walk('a5')).nodes.every(({ hasMore }) => !hasMore)).toBe(true);
  });

  it('ends in circles', async () => {
    await chain('c1', 'c2', 'c3', 'c1');
    const graph = await walk('c1');
    expect(graph.names).toEqual(['c1', 'c2', 'c3']);
    expect(graph.edges).toHaveLength(3);
  });

  it('does not go through what may not be seen or is gone', async () => {
    await chain('f1', 'foreign', 'f3');
    await chain('f1', 'lost', 'f4');
    gone.add('lost');
    const graph = await walk('f1');
    expect(graph.names).toEqual(['f1']);
    expect(JSON.stringify(graph)).not.toMatch(/foreign|lost/);
    await expect(walk('foreign')).rejects.toMatchObject({ code: 'not_found' });
    expect((await walk('alone')).names).toEqual(['alone']);
  });

  it('keeps the nearest when there are too many, and says so', async () => {
    await lineage.link(
      Array.from({ length: 50 }, (_, index) => ({
        source: step('hub'),
        target: step(`spoke-${index}`),
        relation: 'output',
      })),
    );
    await chain('spoke-0', 'beyond');
    const graph = await walk('hub', { maxNodes: 10 });
    expect(graph.nodes).toHaveLength(10);
    expect(graph.truncated).toBe(true);
    expect(graph.names).not.toContain('beyond');
  });

  it('follows only the kinds that are wanted', async () => {
    await chain('k1', 'k2');
    const trace = { kind: 'trace', key: 'k-trace' };
    await lineage.link([{ source: step('k1'), target: trace, relation: 'made' }]);
    expect((await walk('k1')).names).toEqual(['k-trace', 'k1', 'k2']);
    expect((await walk('k1', { kinds: ['trace'] })).names).toEqual(['k-trace', 'k1']);
  });
});

it('an edge is there once, and goes with its nodes', async () => {
  await chain('o1', 'o2');
  await chain('o1', 'o2');
  const query = { direction: 'downstream', relation: 'output', kind: 'step', first: 1 } as const;
  expect(await lineage.neighbours(step('o1'), query)).toMatchObject({
    keys: ['o2'],
    totalCount: 1,
    next: null,
  });
  await chain('o1', 'o3');
  const page = await lineage.neighbours(step('o1'), query);
  expect(page.next).not.toBeNull();
  expect(await lineage.neighbours(step('o1'), { ...query, after: page.next })).toMatchObject({
    keys: ['o3'],
  });
  await lineage.forget([step('o2')]);
  expect((await walk('o1')).names).toEqual(['o1', 'o3']);
  await lineage.unlink([{ source: step('o1'), target: step('o3'), relation: 'output' }]);
  expect((await walk('o1')).names).toEqual(['o1']);
});
