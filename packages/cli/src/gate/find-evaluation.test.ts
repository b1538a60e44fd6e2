import { describe, expect, it } from 'vitest';
import { chooseByName, idIn } from './find-evaluation.ts';
import { evaluation } from './testing.ts';

const model = (name: string, digest: string) => ({
  ref: `weave:///team/project/object/${name}:${digest}`,
  name,
  kind: 'object' as const,
  digest,
  versionIndex: 0,
});
const ALL = [
  evaluation({ id: 'e3', name: 'branch', model: model('nightly', 'd3') }),
  evaluation({ id: 'e2', name: 'nightly', model: model('Small', 'd2') }),
  evaluation({ id: 'e1', name: 'nightly', model: model('Small', 'd1') }),
];
const idOf = (wanted: string) => chooseByName(ALL.slice(1), wanted)?.id;

describe('an evaluation is meant', () => {
  it('by its id, its pages and its reference', () => {
    expect(idIn('e1')).toBe('e1');
    expect(idIn('http://127.0.0.1/team/project/weave/evaluations/e1?view=examples')).toBe('e1');
    expect(idIn('http://127.0.0.1/team/project/weave/calls/e1')).toBe('e1');
    expect(idIn('weave:///team/project/call/e1')).toBe('e1');
  });

  it('by its name or its model: the newest', () => {
    expect(idOf('nightly')).toBe('e2');
    expect(idOf('Small')).toBe('e2');
    expect(idOf('weave:///team/project/object/Small:d1')).toBe('e1');
    expect(idOf('weekly')).toBeUndefined();
  });

  it('not by a name that means two', () => {
    expect(() => chooseByName(ALL, 'nightly')).toThrow(/e2.*e3/);
  });
});
