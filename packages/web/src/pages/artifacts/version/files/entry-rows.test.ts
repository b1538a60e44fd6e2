import type { ArtifactEntry } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import type { FolderPages } from '../../../../data/artifact-files.ts';
import { entryRows } from './entry-rows.ts';

const entry = (path: string): ArtifactEntry => ({
  path,
  digest: '',
  mimeType: '',
  sizeBytes: 1,
  ref: null,
  url: '/x',
});
const pages = (
  folders: readonly string[],
  files: readonly string[],
  rest: Partial<FolderPages> = {},
): FolderPages => ({
  folders: folders.map((name) => ({ name, fileCount: 2, sizeBytes: 2 })),
  files: files.map(entry),
  isPending: false,
  nextCursor: null,
  error: null,
  ...rest,
});
const shown = (...args: Parameters<typeof entryRows>) =>
  entryRows(...args).map((row) => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'rest') return `${indent}… ${row.cursor ?? row.problem ?? 'pending'}`;
    return `${indent}${row.name}${row.kind === 'folder' ? '/' : ''}`;
  });

describe('entryRows', () => {
  it('shows what is open, folders first and numbers in their order', () => {
    const read = new Map([
      ['', pages(['b10', 'b9'], ['z', 'a10', 'a9'])],
      ['b9/', pages([], ['b9/x'])],
    ]);
    expect(shown(read, new Set(['b9/']))).toEqual(['b9/', '  x', 'b10/', 'a9', 'a10', 'z']);
  });

  it('holds a place for what is on its way, for more, and for what could not be read', () => {
    const read = new Map([
      ['', pages(['a', 'b'], ['z'], { nextCursor: 'next' })],
      ['b/', pages([], [], { error: new Error('no') })],
    ]);
    expect(shown(read, new Set(['a/', 'b/']))).toEqual([
      'a/',
      '  … pending',
      'b/',
      '  … no',
      'z',
      '… next',
    ]);
  });

  it('keeps the order of pages while more are to come', () => {
    expect(
      shown(new Map([['', pages([], ['a10', 'a9'], { nextCursor: 'n' })]]), new Set()),
    ).toEqual(['a10', 'a9', '… n']);
  });
});
