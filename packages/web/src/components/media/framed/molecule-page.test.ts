import { describe, expect, it } from 'vitest';
import { moleculeFormat, moleculePage } from './molecule-page.ts';

describe('molecules', () => {
  it('are told by the ends of their names', () => {
    expect(moleculeFormat('media/molecule/a_0_12.pdb')).toBe('pdb');
    expect(moleculeFormat('a.mmCIF')).toBe('cif');
    expect(moleculeFormat('a.mol')).toBe('sdf');
    expect(moleculeFormat('a.mmtf')).toBeNull();
    expect(moleculeFormat('plain')).toBeNull();
  });

  it('can’t end the script they stand in', () => {
    const page = moleculePage('lib();', 'HEADER </script><script>alert(1)', 'pdb');
    expect(page.match(/<\/script>/g)).toHaveLength(3);
    expect(page).toContain('HEADER \\u003c/script>');
  });
});
