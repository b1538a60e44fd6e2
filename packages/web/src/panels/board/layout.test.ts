import { expect, test } from 'vitest';
import { layoutRows, panelSize } from './layout.ts';
import type { Section } from './sections.ts';

function section(id: string, count: number): Section {
  const panels = Array.from({ length: count }, (_, index) => ({
    id: `${id}${index}`,
    type: 'line',
    title: `${id}${index}`,
    metric: { stream: 'history' as const, key: `${id}${index}` },
    settings: {},
    outer: [],
  }));
  return { id, title: id, panels, isOpenAtFirst: true };
}

test('open sections are cut into rows, closed ones are their heading', () => {
  const rows = layoutRows([section('a', 5), section('b', 2)], ({ id }) => id === 'a', 2);
  expect(
    rows.map((row) => (row.kind === 'heading' ? row.section.id : row.panels.map(({ id }) => id))),
  ).toEqual(['a', ['a0', 'a1'], ['a2', 'a3'], ['a4'], 'b']);
});

test('few panels get more room, but never more than half', () => {
  expect([1, 2, 3].map((most) => panelSize(1100, null, most).columns)).toEqual([2, 2, 3]);
});

test('as many columns as fit, never none', () => {
  expect(panelSize(1100, null, 30).columns).toBe(3);
  expect(panelSize(100, null, 30).columns).toBe(1);
  expect(panelSize(1100, 2, 30)).toMatchObject({ columns: 2, width: 545 });
  expect(panelSize(0, null, 30).width).toBe(0);
});
