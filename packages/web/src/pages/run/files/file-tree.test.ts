import type { FileView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { lastPart } from '../../../components/last-part.ts';
import { foldersOf, foundRows, treeRows } from './file-tree.ts';

const file = (name: string, sizeBytes = 1, updatedAt = 0): FileView => ({
  name,
  sizeBytes,
  updatedAt,
  mimeType: 'text/plain',
  url: '/x',
});
const shown = (names: readonly string[], open: readonly string[] = []) =>
  treeRows(
    names.map((name) => file(name)),
    (path) => open.includes(path),
  ).map(({ depth, name, kind }) => '  '.repeat(depth) + name + (kind === 'folder' ? '/' : ''));

describe('treeRows', () => {
  it('shows folders first and numbers in their order', () => {
    expect(shown(['b.txt', 'step10.txt', 'step9.txt', 'z/a.txt', 'a/b/c.txt'])).toEqual([
      'a/',
      'z/',
      'b.txt',
      'step9.txt',
      'step10.txt',
    ]);
  });

  it('opens what is asked for', () => {
    expect(shown(['a/b/c.txt', 'a/d.txt'], ['a/'])).toEqual(['a/', '  b/', '  d.txt']);
    expect(shown(['a/b/c.txt', 'a/d.txt'], ['a/', 'a/b/'])).toEqual([
      'a/',
      '  b/',
      '    c.txt',
      '  d.txt',
    ]);
  });

  it('tells how much a folder holds and when it last changed', () => {
    const [row] = treeRows([file('a/b/c', 10, 5), file('a/d', 3, 9)], () => false);
    expect(row).toMatchObject({ fileCount: 2, sizeBytes: 13, updatedAt: 9 });
  });

  it('keeps a folder and a file of one name apart, and odd names whole', () => {
    expect(shown(['a', 'a/b', '__proto__/x', '//x'], ['a/'])).toEqual([
      '/',
      '__proto__/',
      'a/',
      '  b',
      'a',
    ]);
  });
});

it('finds files by any part of their path', () => {
  const found = foundRows([file('Media/images/x.png'), file('y.txt')], 'media/IM');
  expect(found.map(({ name }) => name)).toEqual(['Media/images/x.png']);
});

it('takes paths apart', () => {
  expect(foldersOf('a/b/c')).toEqual(['a/', 'a/b/']);
  expect([lastPart('a/b/c'), lastPart('c'), lastPart('a/')]).toEqual(['c', 'c', 'a/']);
});
