import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, NODE_HEIGHT, NODE_WIDTH, quick } from './layout.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
/** Edges of a graph without cycles. */
const graphs = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc.record({
    ids: fc.constant(ids(count)),
    edges: fc
      .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 60 })
      .map((pairs) => pairs.filter(([a, b]) => a < b)),
  }),
);

function overlaps(points: readonly { x: number; y: number }[]): boolean {
  return points.some((a, index) =>
    points
      .slice(index + 1)
      .some((b) => Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < NODE_HEIGHT),
  );
}

describe('a layout', () => {
  const asks = [
    ['careful', layOut],
    ['quick', async (request: Parameters<typeof quick>[0]) => quick(request)],
  ] as const;
  it.each(asks)(
    'puts data from left to right and nothing over another: %s',
    async (_name, place) => {
      await fc.assert(
        fc.asyncProperty(graphs, async (request) => {
          const { points } = await place(request);
          expect(points).toHaveLength(request.ids.length);
          for (const [source, target] of request.edges) {
            expect(points[source]?.x).toBeLessThan(points[target]?.x ?? 0);
          }
          expect(overlaps(points)).toBe(false);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(asks)('or from the top down: %s', async (_name, place) => {
    await fc.assert(
      fc.asyncProperty(graphs, async (request) => {
        const { points } = await place({ ...request, isDownward: true });
        for (const [source, target] of request.edges) {
          expect(points[source]?.y).toBeLessThan(points[target]?.y ?? 0);
        }
        expect(overlaps(points)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('ends also where things go in circles', async () => {
    const edges = [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 3],
    ] as const;
    for (const { points } of [
      await layOut({ ids: ids(4), edges }),
      quick({ ids: ids(4), edges }),
    ]) {
      expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }
  });

  it('takes thousands', async () => {
    const count = 5_000;
    const edges = ids(count - 1).map((_, index) => [Math.floor(index / 50), index + 1] as const);
    const { points, height } = await layOut({ ids: ids(count), edges });
    expect(points).toHaveLength(count);
    expect(height).toBeGreaterThan(0);
  });
});
