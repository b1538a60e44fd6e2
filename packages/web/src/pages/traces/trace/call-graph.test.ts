import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { agentCount, callGraph, drawnCalls, groupFacts } from './call-graph.ts';
import { outlineOf } from './outline.testing.ts';
import { buildTree } from './trace-tree.ts';

/** `planner` twice asks `writer`, which uses a tool and itself. */
const AGENTS = outlineOf(
  [-1, 0, 0, 1, 1, 4],
  [
    ['run', null],
    ['writer', 'agent'],
    ['writer', 'agent'],
    ['search', 'tool'],
    ['writer', 'agent'],
    ['chat', 'llm'],
  ],
);
const named = (graph: ReturnType<typeof callGraph>) => {
  const names = new Map(graph.groups.map(({ id, name }) => [id, name]));
  return graph.edges.map(
    ({ source, target, count }) => `${names.get(source)} → ${names.get(target)} ${count}`,
  );
};

describe('who called whom', () => {
  it('is told of ops, each one node, with how often', () => {
    const graph = callGraph(buildTree(AGENTS), 'op');
    expect(named(graph)).toEqual([
      'run → writer 2',
      'writer → search 1',
      'writer → writer 1',
      'writer → chat 1',
    ]);
    const writer = graph.groups.find(({ name }) => name === 'writer');
    expect(writer).toMatchObject({ calls: [1, 4, 2], kind: 'agent', isRoot: false, totalMs: 30 });
    expect(writer && groupFacts(writer, graph)).toContain('calls itself 1×');
    expect(drawnCalls(graph).edges).toHaveLength(3);
  });

  it('is told of agents, who have what they do by themselves in them', () => {
    const tree = buildTree(AGENTS);
    expect(agentCount(tree)).toBe(3);
    const graph = callGraph(tree, 'agent');
    expect(named(graph)).toEqual(['run → writer 2', 'writer → writer 1']);
    expect(graph.groups.find(({ name }) => name === 'writer')).toMatchObject({ tokens: 5 });
  });

  test('counts every call once, and every call of a call', () => {
    const shape = fc.array(
      fc.tuple(fc.integer({ min: -1, max: 30 }), fc.constantFrom('a', 'b', 'c')),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(shape, (calls) => {
        const tree = buildTree(
          outlineOf(
            calls.map(([parent]) => parent),
            calls.map(([, name]) => [name, null]),
          ),
        );
        const { groups, edges } = callGraph(tree, 'op');
        expect(groups.flatMap((group) => group.calls).sort((a, b) => a - b)).toEqual([
          ...calls.keys(),
        ]);
        const told = edges.reduce((sum, { count }) => sum + count, 0);
        expect(told).toBe(calls.length - tree.roots.length);
      }),
    );
  });
});
