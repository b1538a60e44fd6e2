import type { TraceOutline } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTree, findNodes, nextError, openedTo, visibleNodes } from './trace-tree.ts';

function outlineOf(parents: readonly number[], statuses: readonly number[] = []): TraceOutline {
  const zeros = parents.map(() => 0);
  return {
    traceId: 't',
    ids: parents.map((_, node) => `call ${node}`),
    parents: [...parents],
    texts: parents.map((_, node) => `name ${node}`),
    names: parents.map((_, node) => node),
    ops: parents.map((_, node) => node),
    kinds: parents.map(() => -1),
    models: parents.map(() => -1),
    startedAt: 0,
    starts: zeros,
    durations: zeros,
    statuses: parents.map((_, node) => statuses[node] ?? 0),
    tokens: zeros,
    costs: parents.map(() => null),
  };
}

describe('the tree of a trace', () => {
  test('whatever parents are said to be, every call is in it once and below one that is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 40 }), { maxLength: 40 }), (parents) => {
        const tree = buildTree(outlineOf(parents));
        expect([...tree.order].sort((a, b) => a - b)).toEqual([...parents.keys()]);
        expect([...visibleNodes(tree, new Set(), null)]).toEqual(tree.order);
        for (const [node, below] of tree.children.entries()) {
          for (const child of below) {
            expect(tree.depths[child]).toBe((tree.depths[node] ?? 0) + 1);
          }
        }
      }),
    );
  });

  test('a chain as long as a trace may be is walked without falling over', () => {
    const tree = buildTree(outlineOf(Array.from({ length: 50_000 }, (_, node) => node - 1)));
    expect(tree.depths.at(-1)).toBe(49_999);
    expect(visibleNodes(tree, new Set(), new Set([49_999]))).toHaveLength(50_000);
  });

  test('folding hides what a call made; opening the way to one shows it', () => {
    const tree = buildTree(outlineOf([-1, 0, 1, 0]));
    expect(visibleNodes(tree, new Set([1]), null)).toEqual([0, 1, 3]);
    expect(openedTo(tree, new Set([0, 1, 3]), 2)).toEqual(new Set([3]));
  });

  test('a search shows what it finds with the way to it', () => {
    const tree = buildTree(outlineOf([-1, 0, 1, 0]));
    const found = findNodes(tree, { text: 'NAME 2', errorsOnly: false });
    expect(found).toEqual(new Set([2]));
    expect(visibleNodes(tree, new Set([0]), found)).toEqual([0, 1, 2]);
    expect(findNodes(tree, { text: ' ', errorsOnly: false })).toBeNull();
  });

  test('errors are gone through in the order of the tree, round the end', () => {
    const tree = buildTree(outlineOf([-1, 0, 0, 0], [0, 1, 0, 1]));
    expect(nextError(tree, null, 1)).toBe(1);
    expect(nextError(tree, 1, 1)).toBe(3);
    expect(nextError(tree, 3, 1)).toBe(1);
    expect(nextError(tree, 1, -1)).toBe(3);
    expect(nextError(buildTree(outlineOf([-1])), null, 1)).toBeNull();
  });
});
