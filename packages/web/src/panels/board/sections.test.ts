import { expect, test } from 'vitest';
import type { MetricRef } from '../panel-type.ts';
import {
  historySections,
  type Section,
  searchSections,
  systemSection,
  systemSections,
} from './sections.ts';

const line = ({ key }: MetricRef) => (key.startsWith('_') ? null : 'line');
const outline = (sections: readonly Section[]) =>
  sections.map(({ title, panels }) => [title, panels.map((panel) => panel.title)]);

test('metrics are grouped by what stands before the first slash', () => {
  const keys = ['val/loss', 'train/loss', 'train/a/b', 'lr', '_step'];
  expect(outline(historySections(keys, line))).toEqual([
    ['Charts', ['lr']],
    ['train', ['train/a/b', 'train/loss']],
    ['val', ['val/loss']],
  ]);
});

test('a key that begins with a slash has no prefix, one that ends with it has', () => {
  expect(outline(historySections(['/x', 'x/'], line))).toEqual([
    ['Charts', ['/x']],
    ['x', ['x/']],
  ]);
});

test('numbers in names count as numbers', () => {
  expect(outline(historySections(['g/l10', 'g/l2'], line))).toEqual([['g', ['g/l2', 'g/l10']]]);
});

test('the same key in both streams makes two panels', () => {
  const [history] = historySections(['system.cpu'], line);
  const [system] = systemSection(['system.cpu'], line);
  expect(history?.panels[0]?.id).not.toBe(system?.panels[0]?.id);
  expect(system).toMatchObject({ title: 'System', isOpenAtFirst: false });
});

test('metrics of the machine are grouped by part', () => {
  const keys = ['system.gpu.0.temp', 'system.memory_percent', 'system.cpu', 'system.fan'];
  expect(outline(systemSections(keys, line))).toEqual([
    ['Accelerator', ['gpu.0.temp']],
    ['Memory', ['memory_percent']],
    ['Processor', ['cpu']],
    ['Other', ['fan']],
  ]);
});

test('sections without a match are left out', () => {
  const sections = historySections(['val/loss', 'train/loss', 'lr'], line);
  expect(outline(searchSections(sections, (title) => title.includes('val')))).toEqual([
    ['val', ['val/loss']],
  ]);
});
