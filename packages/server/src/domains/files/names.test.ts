import { join, normalize, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likePattern } from './like-pattern.ts';
import { mimeTypeOf } from './mime-types.ts';
import { findableName, storedName } from './names.ts';

describe('names of files', () => {
  it.each([
    '',
    '/',
    '/etc/passwd',
    '..',
    '../x',
    'a/../../x',
    'a/..',
    'a/./b',
    '.',
    './.',
    'a//b',
    'a/',
    './/',
    '\\\\host\\share',
    '..\\x',
    'a\\b',
    'C:x',
    'c:/x',
    'a\0b',
    'a\nb',
    'a\u0085b',
    '\ud800',
    'x'.repeat(256),
    `${'d/'.repeat(512)}x`,
    'ä'.repeat(128),
  ])('refuse %j', (name) => {
    expect(() => storedName(name)).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(findableName(name)).toBeNull();
  });

  it.each([
    ['output.log', 'output.log'],
    ['./a/b', 'a/b'],
    ['././/a', 'a'],
    ['media/html/HT%3ML _11_0a.html', 'media/html/HT%3ML _11_0a.html'],
    ['%2e%2e%2fx', '%2e%2e%2fx'],
    ['a/..b/c..', 'a/..b/c..'],
    ['...', '...'],
    ['数据/π 🙂.txt', '数据/π 🙂.txt'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('keep %j', (name, stored) => {
    expect(storedName(name)).toBe(stored);
  });

  it('never lead out of the folder of who downloads them, on any system', () => {
    const part = fc.constantFrom('..', '.', '', '/', '\\', 'a', 'C:', '%2e', ' ', '\0', '~');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('/', '\\', ''), (parts, by) => {
        const name = findableName(parts.join(by));
        if (name === null) return;
        expect(normalize(join('/root/dir', name))).toMatch(/^\/root\/dir\/./);
        expect(win32.resolve('C:\\root\\dir', name)).toMatch(/^C:\\root\\dir\\./);
        expect(findableName(name)).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });
});

it.each([
  ['media/table/t.table.json', 'application/json'],
  ['output.log', 'text/plain'],
  ['CODE/Train.PY', 'text/x-python'],
  ['a.tar.gz', 'application/gzip'],
  ['model.pt', 'application/octet-stream'],
  ['constructor', 'application/octet-stream'],
  ['x.constructor', 'application/octet-stream'],
  ['png', 'image/png'],
  ['dir.png/file', 'application/octet-stream'],
])('%s is taken for %s', (name, type) => {
  expect(mimeTypeOf(name)).toBe(type);
});

it.each([
  ['media/%', 'media/%'],
  ['100\\%', '100\\%'],
  ['a\\b', 'a\\\\b'],
  ['a\\\\', 'a\\\\'],
  ['a\\', 'a\\\\'],
  ['a\0', null],
  ['x'.repeat(2_000), null],
])('reads the pattern %j as %j', (pattern, expected) => {
  expect(likePattern(pattern)).toBe(expected);
});
