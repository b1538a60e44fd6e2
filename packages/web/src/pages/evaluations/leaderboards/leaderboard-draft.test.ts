import type { EvaluationView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { draftOf, inputOf } from './leaderboard-draft.ts';

const subject = (name: string, digest: string) => ({
  ref: `weave:///me/it/object/${name}:${digest}`,
  name,
  kind: 'object' as const,
  digest,
  versionIndex: 0,
});

const evaluation = (version: string, model: string, keys: readonly string[]): EvaluationView => ({
  id: `${version} ${model}`,
  traceId: 't',
  name: `run of ${model}`,
  status: 'complete',
  evaluation: subject('sums', version),
  model: subject(model, 'm'),
  dataset: null,
  scorers: [],
  exampleCount: 1,
  expectedCount: 1,
  trialCount: 1,
  errorCount: 0,
  startedAt: 0,
  endedAt: 1,
  user: null,
  scores: keys.map((key) => ({
    key,
    kind: 'rate',
    direction: key === 'toxicity' ? 'lower' : 'higher',
    mean: 1,
    low: null,
    high: null,
    count: 1,
  })),
  latency: null,
  tokens: null,
  cost: null,
  uncounted: [],
});

describe('a leaderboard that is made of evaluations', () => {
  const chosen = [
    evaluation('v1', 'a', ['ok', 'toxicity']),
    evaluation('v1', 'b', ['ok']),
    evaluation('v2', 'b', ['ok', 'new']),
  ];

  it('has their scores, each once', () => {
    const draft = draftOf(chosen);
    expect(draft.title).toBe('sums');
    expect(draft.scores.map(({ key, direction }) => [key, direction])).toEqual([
      ['ok', 'higher'],
      ['toxicity', 'lower'],
      ['new', 'higher'],
    ]);
  });

  it('pins versions: a score of two versions is two columns', () => {
    const input = inputOf(draftOf(chosen), chosen);
    expect(input?.columns.map(({ evaluation: ref, key }) => [ref.split(':').at(-1), key])).toEqual([
      ['v1', 'ok'],
      ['v1', 'toxicity'],
      ['v2', 'ok'],
      ['v2', 'new'],
    ]);
  });

  it('is none without a name or a score', () => {
    const draft = draftOf(chosen);
    expect(inputOf({ ...draft, title: ' ' }, chosen)).toBeNull();
    const scores = draft.scores.map((score) => ({ ...score, isChosen: false }));
    expect(inputOf({ ...draft, scores }, chosen)).toBeNull();
  });
});
