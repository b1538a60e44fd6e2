import { describe, expect, it } from 'vitest';
import { looksLikeText, previewKind } from './preview-kind.ts';

describe('previewKind', () => {
  it.each([
    ['x.png', 'image/png', 'image'],
    ['x.svg', 'image/svg+xml', 'image'],
    ['x.tif', 'image/tiff', 'none'],
    ['x.html', 'text/html; charset=utf-8', 'html'],
    ['x.json', 'application/json', 'json'],
    ['x.ipynb', 'application/x-ipynb+json', 'notebook'],
    ['x.csv', 'text/csv', 'table'],
    ['diff.patch', 'text/x-diff', 'diff'],
    ['config.yaml', 'application/yaml', 'text'],
    ['Makefile', 'application/octet-stream', 'guess'],
    ['weights.pt', 'application/octet-stream', 'none'],
    ['paper.pdf', 'application/pdf', 'none'],
    ['a.wav', 'audio/wav', 'audio'],
    ['a.mp4', 'video/mp4', 'video'],
  ])('shows %s of type %s as %s', (name, mimeType, kind) => {
    expect(previewKind({ name, mimeType })).toBe(kind);
  });
});

it('tells text from other bytes', () => {
  expect(looksLikeText('all: build\n\tcc x.c')).toBe(true);
  expect(looksLikeText('')).toBe(true);
  expect(looksLikeText('PK\u0003\u0004\0\0')).toBe(false);
  expect(looksLikeText('\uFFFD'.repeat(50))).toBe(false);
});
