import { describe, expect, it } from 'vitest';
import { findEvaluation } from './find-evaluation.ts';
import { evaluation } from './testing.ts';

const PLACE = { entity: 'team', project: 'project' };
const model = (name: string, digest: string) => ({
  ref: `weave:///team/project/object/${name}:${digest}`,
  name,
  kind: 'object' as const,
  digest,
  versionIndex: 0,
});
const ALL = [
  evaluation({ id: 'e1', name: 'nightly', startedAt: 1, model: model('Small', 'd1') }),
  evaluation({ id: 'e2', name: 'nightly', startedAt: 2, model: model('Small', 'd2') }),
  evaluation({ id: 'e3', name: 'branch', startedAt: 3, model: model('nightly', 'd3') }),
];
const idOf = (wanted: string) => findEvaluation(ALL.slice(0, 2), wanted, PLACE).id;

describe('an evaluation is found', () => {
  it('by its id, its pages and its reference', () => {
    expect(idOf('e1')).toBe('e1');
    expect(idOf('http://127.0.0.1/team/project/weave/evaluations/e1?view=examples')).toBe('e1');
    expect(idOf('http://127.0.0.1/team/project/weave/calls/e1')).toBe('e1');
    expect(idOf('weave:///team/project/call/e1')).toBe('e1');
  });

  it('by its name or its model: the newest', () => {
    expect(idOf('nightly')).toBe('e2');
    expect(idOf('Small')).toBe('e2');
    expect(idOf('weave:///team/project/object/Small:d1')).toBe('e1');
  });

  it('not by a name that means two, nor one that means none', () => {
    expect(() => findEvaluation(ALL, 'nightly', PLACE)).toThrow(/e2.*e3/);
    expect(() => findEvaluation(ALL, 'weekly', PLACE)).toThrow(
      /no evaluation "weekly".*"branch" \(e3\)/,
    );
    expect(() => findEvaluation([], 'weekly', PLACE)).toThrow(/none at all/);
  });
});
