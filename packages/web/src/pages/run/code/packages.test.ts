import { describe, expect, it } from 'vitest';
import { readPackages } from './packages.ts';

describe('packages of a list', () => {
  it('are told by name and version, sorted, without comments and options', () => {
    const text = '# made by pip\r\ntorch==2.3.1\n-e .\nNumPy==1.26\nlocal @ file:///x\nodd line!\n';
    expect(readPackages(text).map(({ name, version }) => [name, version])).toEqual([
      ['local', 'file:///x'],
      ['NumPy', '1.26'],
      ['odd line!', ''],
      ['torch', '2.3.1'],
    ]);
  });
});
