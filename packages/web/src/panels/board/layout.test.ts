import { expect, test } from 'vitest';
import { layoutRows, panelSize } from './layout.ts';
import type { Section } from './sections.ts';

function section(id: string, count: number, change: Partial<Section> = {}): Section {
  const panels = Array.from({ length: count }, (_, index) => ({
    id: `${id}${index}`,
    type: 'line',
    title: `${id}${index}`,
    metric: { stream: 'history' as const, key: `${id}${index}` },
    settings: {},
    outer: [],
  }));
  return {
    id,
    title: id,
    panels,
    isOpen: true,
    columns: null,
    height: null,
    isCustom: false,
    sizes: new Map(),
    pageRows: null,
    ...change,
  };
}
const SIZE = { columns: 2, width: 100, height: 50 };
const layout = (sections: readonly Section[], pages = new Map<string, number>()) =>
  layoutRows(sections, { isOpen: ({ isOpen }) => isOpen, sizeOf: () => SIZE, pages });
const idsOf = (rows: ReturnType<typeof layout>) =>
  rows.map((row) =>
    row.kind === 'panels' ? row.panels.map(({ spec }) => spec.id) : `${row.kind} ${row.section.id}`,
  );

test('open sections are cut into rows, closed ones are their heading', () => {
  const rows = layout([section('a', 5), section('b', 2, { isOpen: false }), section('c', 0)]);
  expect(idsOf(rows)).toEqual([
    'heading a',
    ['a0', 'a1'],
    ['a2', 'a3'],
    ['a4'],
    'heading b',
    'heading c',
    'empty c',
  ]);
});

test('a section with pages shows one of them, the last one when there are fewer now', () => {
  const paged = section('a', 7, { pageRows: 2 });
  const rows = layout([paged], new Map([['a', 9]]));
  expect(idsOf(rows)).toEqual(['heading a', ['a4', 'a5'], ['a6']]);
  expect(rows[0]).toMatchObject({ pageCount: 2 });
});

test('panels of their own sizes fill the grid and are cut where nothing reaches across', () => {
  const sizes = new Map([
    ['a0', { columns: 2, rows: 1 }],
    ['a1', { columns: 1, rows: 2 }],
  ]);
  const rows = layout([section('a', 5, { isCustom: true, sizes })]);
  expect(idsOf(rows)).toEqual(['heading a', ['a0'], ['a1', 'a2', 'a3'], ['a4']]);
  expect(rows[2]).toMatchObject({ height: 110 });
});

test('few panels get more room, but never more than half', () => {
  expect([1, 2, 3].map((most) => panelSize(1000, null, most).columns)).toEqual([2, 2, 3]);
  expect(panelSize(1000, 4, 1).columns).toBe(4);
  expect(panelSize(200, null, 9).columns).toBe(1);
  expect(panelSize(1000, null, 3, 300).height).toBe(300);
});
