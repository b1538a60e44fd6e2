import type { LineageGraph } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { foldGraph, highlighted, kindOf, titleOf, withoutKinds } from './graph-model.ts';

type Named = readonly [name: string, kind?: string, type?: string];

/** A graph by names; the first is the root. Distances are those of the nearest way. */
function graphOf(
  named: readonly Named[],
  edges: readonly (readonly [string, string])[],
): LineageGraph {
  const ids = new Map(named.map(([name], index) => [name, index + 1]));
  const pairs = edges.map(([from, to]) => [ids.get(from) ?? 0, ids.get(to) ?? 0] as const);
  const distance = new Map([[1, 0]]);
  for (let step = 0; step < named.length; step += 1) {
    for (const [from, to] of pairs) {
      const [a, b] = [distance.get(from), distance.get(to)];
      if (a === step && b === undefined) distance.set(to, step + 1);
      if (b === step && a === undefined) distance.set(from, step + 1);
    }
  }
  return {
    root: 1,
    nodes: named.map(([name, kind = 'run', type = ''], index) => ({
      id: index + 1,
      kind,
      name,
      type,
      createdAt: 0,
      entity: 'ada',
      project: 'looms',
      path: [],
      distance: distance.get(index + 1) ?? 0,
      hasMore: false,
      hiddenCount: 0,
    })),
    edges: pairs.map(([source, target]) => ({
      source,
      target,
      relation: 'output',
      label: '',
      createdAt: 0,
    })),
    truncated: false,
  };
}

const numbers = Array.from({ length: 57 }, (_, index) => index);
/** A data set that 57 runs used, each of which made a model. */
const wide = graphOf(
  [
    ['set:v0', 'artifact', 'dataset'],
    ...numbers.map((n): Named => [`run ${n}`, 'run', 'train']),
    ...numbers.map((n): Named => [`net:v${n}`, 'artifact', 'model']),
    ['maker', 'run', 'make'],
  ],
  [
    ...numbers.flatMap((n) => [
      ['set:v0', `run ${n}`] as const,
      [`run ${n}`, `net:v${n}`] as const,
    ]),
    ['maker', 'set:v0'],
  ],
);

describe('foldGraph', () => {
  it('folds what stands at the same place, one after the other', () => {
    const shown = foldGraph(wide, new Set());
    expect(shown.nodes.map(titleOf).sort()).toEqual([
      '57 runs',
      '57 versions of net',
      'maker',
      'set:v0',
    ]);
    expect(shown.edges).toHaveLength(3);
    expect(shown.nodes.find(({ isRoot }) => isRoot)?.members[0]?.name).toBe('set:v0');
  });

  it('unfolds what is asked for; what hangs on it comes apart with it', () => {
    const runs = foldGraph(wide, new Set()).nodes.find((node) => titleOf(node) === '57 runs');
    const shown = foldGraph(wide, new Set([runs?.id ?? '']));
    expect(shown.nodes).toHaveLength(wide.nodes.length);
    expect(shown.edges).toHaveLength(wide.edges.length);
  });

  it('leaves few, other types and both sides of the root apart', () => {
    const named = numbers.slice(0, 4).map((n): Named => [`r${n}`]);
    const graph = graphOf(
      [['set:v0', 'artifact'], ...named, ['e1', 'run', 'eval'], ['m1'], ['m2'], ['m3'], ['m4']],
      [
        ...named.map(([name]) => ['set:v0', name] as const),
        ['set:v0', 'e1'],
        ...['m1', 'm2', 'm3', 'm4'].map((name) => [name, 'set:v0'] as const),
      ],
    );
    expect(foldGraph(graph, new Set()).nodes).toHaveLength(graph.nodes.length);
  });
});

describe('withoutKinds', () => {
  it('ties together what the nodes stood between', () => {
    const runs = new Set(wide.nodes.filter(({ kind }) => kind === 'run').map(kindOf));
    const left = withoutKinds(wide, runs);
    expect(left.nodes).toHaveLength(58);
    expect(left.edges).toHaveLength(57);
    expect(left.edges[0]).toMatchObject({ source: 1, relation: 'through' });
  });

  it('goes through chains and never takes the root', () => {
    const chain = graphOf(
      [['a'], ['b', 'x'], ['c', 'x'], ['d', 'y'], ['e', 'x']],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['e', 'd'],
      ],
    );
    const left = withoutKinds(chain, new Set(['x', 'run']));
    expect(left.nodes.map(({ name }) => name)).toEqual(['a', 'd']);
    expect(left.edges).toHaveLength(1);
  });
});

it('highlights what something was made from, and what came of it', () => {
  const shown = foldGraph(wide, new Set());
  const runs = shown.nodes.find((node) => titleOf(node) === '57 runs')?.id ?? '';
  const names = (direction: 'upstream' | 'downstream') => {
    const ids = highlighted(shown, runs, direction);
    return shown.nodes
      .filter(({ id }) => ids.has(id))
      .map(titleOf)
      .sort();
  };
  expect(names('upstream')).toEqual(['57 runs', 'maker', 'set:v0']);
  expect(names('downstream')).toEqual(['57 runs', '57 versions of net']);
});
