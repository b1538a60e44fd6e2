import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centred, fitted, sightOf, zoomed } from './viewport.ts';

const window = { width: 1000, height: 600 };
const viewports = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  scale: fc.constantFrom(0.05, 0.3, 1, 1.7),
});

it('fits a graph into the window, and never makes it larger than life', () => {
  expect(fitted({ width: 100, height: 50 }, window)).toEqual({ x: 450, y: 275, scale: 1 });
  const large = fitted({ width: 9360, height: 100 }, window);
  expect(large.scale).toBeCloseTo(0.1);
  expect(large.x).toBeCloseTo(32);
});

it('keeps what is under the pointer where it is', () => {
  fc.assert(
    fc.property(viewports, fc.constantFrom(0.5, 1.2, 3), (viewport, factor) => {
      const at = { x: 333, y: 77 };
      const next = zoomed(viewport, factor, at);
      expect((at.x - next.x) / next.scale).toBeCloseTo((at.x - viewport.x) / viewport.scale, 3);
    }),
  );
});

it('sees all that is in the window', () => {
  fc.assert(
    fc.property(viewports, (viewport) => {
      const sight = sightOf(viewport, window);
      expect(sight.left).toBeLessThanOrEqual(-viewport.x / viewport.scale);
      expect(sight.right).toBeGreaterThanOrEqual((window.width - viewport.x) / viewport.scale);
      expect(sight.bottom).toBeGreaterThanOrEqual((window.height - viewport.y) / viewport.scale);
    }),
  );
  expect(centred({ x: 10, y: 10 }, window, 1)).toEqual({ x: 490, y: 290, scale: 1 });
});
