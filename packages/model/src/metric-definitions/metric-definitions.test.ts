import { describe, expect, it } from 'vitest';
import { type ExactJson, parseExactJson } from '../exact-json.ts';
import { definitionOfKey, mergeEncodedDefinitions, metricDefinitionsOf } from './index.ts';

const config = (records: string): ExactJson =>
  parseExactJson(`{"_wandb":{"value":{"m":${records}}},"lr":{"value":1}}`);

const NOTHING = {
  isGlob: false,
  stepMetric: null,
  stepSync: false,
  hidden: false,
  summary: [],
  goal: null,
};

describe('definitions of metrics', () => {
  it('are read from the fields that the client numbers', () => {
    const records =
      '[{"1":"acc","5":2,"6":[1,3],"7":[2]},{"1":"epoch","6":[3,2],"7":[]},{"2":"val/*","5":2,"6":[1],"7":[1,3],"8":1}]';
    expect(metricDefinitionsOf(config(records))).toEqual([
      { ...NOTHING, key: 'acc', stepMetric: 'epoch', stepSync: true, summary: ['max'] },
      { ...NOTHING, key: 'epoch', hidden: true },
      {
        ...NOTHING,
        key: 'val/',
        isGlob: true,
        stepMetric: 'epoch',
        stepSync: true,
        summary: ['min', 'mean'],
        goal: 'minimize',
      },
    ]);
  });

  it('name keys as the history does, dots that were escaped among them', () => {
    const [first, second] = metricDefinitionsOf(
      config('[{"1":"a\\\\.b.c","4":"x\\\\.y","7":[8]},{"2":"*"}]'),
    );
    expect(first).toMatchObject({ key: 'a.b.c', stepMetric: 'x.y', summary: ['first'] });
    expect(second).toMatchObject({ key: '', isGlob: true });
  });

  it('are none in a config without them, and what is damaged is left out', () => {
    for (const text of ['{}', '[]', 'null', '{"_wandb":1}', '{"_wandb":{"value":{"m":"x"}}}']) {
      expect(metricDefinitionsOf(parseExactJson(text))).toEqual([]);
    }
    const records = '[null,1,{},{"1":5},{"1":"ok","5":9,"6":"x","7":[99,"y"],"8":7}]';
    expect(metricDefinitionsOf(config(records))).toEqual([{ ...NOTHING, key: 'ok' }]);
  });
});

describe('the definition of a key', () => {
  const definitions = metricDefinitionsOf(
    config(
      '[{"2":"*","4":"epoch"},{"2":"val/*","4":"batch"},{"1":"val/loss","6":[2]},{"1":"epoch"}]',
    ),
  );

  it('is its own, else that of the longest glob', () => {
    expect(definitionOfKey(definitions, 'val/loss')).toMatchObject({
      hidden: true,
      stepMetric: null,
    });
    expect(definitionOfKey(definitions, 'val/acc')).toMatchObject({
      key: 'val/acc',
      isGlob: false,
      stepMetric: 'batch',
    });
    expect(definitionOfKey(definitions, 'loss')?.stepMetric).toBe('epoch');
  });

  it('leaves the client’s own keys alone and draws no key against itself', () => {
    expect(definitionOfKey(definitions, '_runtime')).toBeNull();
    expect(definitionOfKey(metricDefinitionsOf(config('[{"2":"*","4":"e"}]')), 'e')).toMatchObject({
      stepMetric: null,
    });
    expect(definitionOfKey([], 'loss')).toBeNull();
  });
});

describe('definitions of two processes', () => {
  it('are one list without repetitions, whose step metrics are still right', () => {
    const known = parseExactJson('[{"1":"a","5":2},{"1":"epoch"}]') as readonly ExactJson[];
    const sent = parseExactJson('[{"1":"batch"},{"1":"b","5":1},{"1":"a","5":1}]');
    const merged = mergeEncodedDefinitions(known, sent as readonly ExactJson[]);
    const again = mergeEncodedDefinitions(merged, sent as readonly ExactJson[]);
    expect(again).toEqual(merged);
    const read = metricDefinitionsOf(
      new Map([['_wandb', new Map([['value', new Map([['m', [...merged]]])]])]]),
    );
    expect(read.map(({ key, stepMetric }) => [key, stepMetric])).toEqual([
      ['a', 'batch'],
      ['epoch', null],
      ['batch', null],
      ['b', 'batch'],
    ]);
  });
});
