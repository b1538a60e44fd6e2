import { describe, expect, it } from 'vitest';
import { comparedFiles } from './code-files.ts';

describe('files of several runs', () => {
  const file = (path: string, digest: string, kind: 'code' | 'patch' = 'code') => ({
    path,
    kind,
    artifact: null,
    sizeBytes: 1,
    digest,
    url: '',
  });
  it('are told by what differs, patches first', () => {
    const codes = [
      [file('b.py', '1'), file('a.py', '2'), file('diff.patch', '3', 'patch')],
      [file('b.py', '1'), file('a.py', '9'), file('c.py', '4'), file('c.py', '5')],
    ].map((files) => ({ files, isCut: false }));
    expect(comparedFiles(codes).map(({ path, state }) => [path, state])).toEqual([
      ['diff.patch', 'missing'],
      ['a.py', 'changed'],
      ['b.py', 'same'],
      ['c.py', 'missing'],
    ]);
  });
});
