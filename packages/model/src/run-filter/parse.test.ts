import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configValues,
  matchesRun,
  parseRunFilter,
  parseRunOrder,
  RunFilterError,
  type RunSubject,
  summaryValues,
} from './index.ts';

const subject: RunSubject = {
  id: 7,
  attributes: {
    name: 'abc',
    displayName: 'blue-sky-7',
    state: 'finished',
    group: 'g1',
    jobType: '',
    sweep: 's1',
    user: 'ada',
    host: 'node-1',
    commit: '',
    program: 'train.py',
    notes: '',
    description: '',
    project: 'ada/looms',
    createdAt: Date.UTC(2026, 10, 23, 16),
    heartbeatAt: Date.UTC(2026, 10, 23, 17),
    updatedAt: Date.UTC(2026, 10, 23, 17),
    duration: 3600,
    os: 'Linux-6.1.0-x86_64',
    python: 'CPython 3.11.7',
    gpu: 'NVIDIA A100-SXM4-80GB',
    gpuCount: 8,
    cpuCount: Number.NaN,
    cuda: '',
    client: '0.31.0',
    repository: 'https://example.org/looms.git',
    tagSet: 'baseline, v2',
  },
  tags: ['baseline', 'v2'],
  config: configValues(
    '{"lr":{"value":0.1,"desc":null},"opt":{"value":{"name":"adam","betas":[0.9,0.99]}},"flag":{"value":true},"plain":3,"none":{"value":null},"big":{"value":9007199254740993},"a.b":{"value":"dotted"},"__proto__":{"value":1},"value":{"value":5}}',
  ),
  summary: summaryValues('{"loss":NaN,"acc":0.9,"val":{"f1":0.5},"best":Infinity,"text":"0.9"}'),
};

const pattern = (text: string) => (value: string) => new RegExp(text).test(value);
const matches = (filter: unknown): boolean =>
  matchesRun(
    parseRunFilter(typeof filter === 'string' ? filter : JSON.stringify(filter)),
    subject,
    pattern,
  );

describe('a filter in Mongo’s grammar', () => {
  it.each([
    [{}],
    [{ name: 'abc' }],
    [{ displayName: 'blue-sky-7', display_name: { $regex: '^blue' } }],
    [{ state: { $in: ['finished', 'crashed'] } }],
    [{ group: 'g1', groupName: { $ne: 'g2' } }],
    [{ jobType: null }],
    [{ job_type: '' }],
    [{ jobType: { $exists: false } }],
    [{ $and: [{ sweep: 's1' }] }],
    [{ 'metadata.gpu': { $regex: 'A100' }, 'metadata.gpu_count': { $gte: 4 } }],
    [{ 'runInfo.os': { $contains: 'Linux' }, 'metadata.git.remote': { $regex: 'looms' } }],
    [{ cpuCount: { $exists: false }, 'metadata.cudaVersion': null }],
    [{ $nor: [{ cpu_count: { $gte: 0 } }, { cpu_count: { $lt: 0 } }] }],
    [{ tagSet: 'baseline, v2' }],
    [{ username: 'ada', user: 'ada', 'user.username': 'ada' }],
    [{ tags: 'v2' }],
    [{ tags: { $in: ['nothing', 'baseline'] } }],
    [{ tags: { $nin: ['nothing'] } }],
    [{ tags: { $regex: '^base' } }],
    [{ createdAt: { $gt: '2026-11-23T15:59:59Z', $lt: '2026-11-24' } }],
    [{ created_at: { $gte: '2026-11-23 16:00:00' } }],
    [{ created_at: { $gte: '2026-11-23T16:00:00.000001' } }],
    [{ createdAt: { $lte: Date.UTC(2026, 10, 23, 16) } }],
    [{ duration: { $gte: 3600 } }],
    [{ 'config.lr': 0.1, 'config.lr.value': 0.1 }],
    [
      {
        'config.opt.name': 'adam',
        'config.opt.value.name': 'adam',
        'config.opt.name.value': 'adam',
      },
    ],
    [{ 'config.opt.betas': { $exists: true } }],
    [{ 'config.flag': true, 'config.plain.value': 3 }],
    [{ 'config.flag': { $ne: false } }],
    [{ 'config.none': null }],
    [{ 'config.none': { $exists: true } }],
    [{ 'config.missing': null }],
    [{ 'config.missing': { $ne: 3 } }],
    [{ 'config.missing': { $exists: false } }],
    [{ 'config.a.b': 'dotted' }],
    [{ 'config.__proto__': 1 }],
    [{ 'config.value': 5, 'config.value.value': 5 }],
    [{ 'config.big': { $gt: 9007199254740000 } }],
    [{ 'summary_metrics.acc': { $gt: 0.8, $lte: 0.9 } }],
    [{ 'summary_metrics.val.f1': { $in: [0.4, 0.5] } }],
    [{ 'summary_metrics.loss': { $exists: true } }],
    [{ 'summary_metrics.loss': { $not: { $gt: 0 } } }],
    ['{"summary_metrics.best": {"$gt": 1e300}}'],
    ['{"summary_metrics.best": Infinity}'],
    [{ 'summary_metrics.text': '0.9' }],
    [{ $or: [{ name: 'x' }, { $nor: [{ name: 'x' }, { state: 'failed' }] }] }],
    [{ $not: { name: 'x' } }],
    [{ name: { $not: { $in: ['x'] } } }],
    [{ display_name: { $regex: 'sky', $options: '' } }],
    [{ display_name: { $contains: 'e-sky' }, name: { $not: { $contains: '.' } } }],
  ])('means the run: %j', (filter) => expect(matches(filter)).toBe(true));

  it.each([
    [{ name: 'ABC' }],
    [{ $or: [] }],
    [{ tags: 'v' }],
    [{ tags: null }],
    [{ 'config.lr': '0.1' }],
    [{ 'config.opt': 'adam' }],
    [{ 'config.opt.betas': 0.9 }],
    [{ 'config.missing': { $gt: 0 } }],
    [{ 'config.none': { $lte: 0 } }],
    [{ 'summary_metrics.acc': '0.9' }],
    [{ 'summary_metrics.text': { $gt: 0 } }],
    [{ 'summary_metrics.loss': { $gte: 0 } }],
    [{ 'summary_metrics.loss': null }],
    [{ 'summary_metrics.loss': { $lt: 0 } }],
    [{ created_at: { $gt: '2026-11-23T16:00:00+00:00' } }],
    [{ 'config.lr': { $in: [] } }],
  ])('does not mean it: %j', (filter) => expect(matches(filter)).toBe(false));

  it.each([[null], [undefined], [''], ['null'], ['{}']])('that is %j means all runs', (text) =>
    expect(parseRunFilter(text)).toEqual({ kind: 'and', filters: [] }),
  );
});

describe('a wrong filter is refused with what is wrong:', () => {
  it.each([
    ['{"state":', /not JSON.*found the end/],
    ['[]', /must be an object, not a list/],
    ['{"loss": 1}', /no field "loss".*summary_metrics\.<path>/],
    ['{"config.": 1}', /no field "config\."/],
    ['{"$xor": []}', /no operator "\$xor" that joins.*\$nor/],
    ['{"$gt": 3}', /Others stand behind a field/],
    ['{"name": {"$like": "x"}}', /no operator "\$like" for name.*\$regex/],
    ['{"$or": {"name": "x"}}', /\$or takes a list of filters, not an object/],
    ['{"$and": ["x"]}', /must be an object, not the text "x"/],
    ['{"state": {"$in": "finished"}}', /\$in of state takes a list of values, not the text/],
    ['{"state": 3}', /\$eq of state takes a text, not 3/],
    ['{"duration": "long"}', /duration takes a number/],
    ['{"config.a": [1]}', /config\.a takes a text or a number, not a list/],
    ['{"config.a": {}}', /empty object. Name an operator/],
    ['{"config.a": {"$gt": null}}', /\$gt of config\.a takes a text or a number, not null/],
    ['{"config.a": {"$gt": NaN}}', /nothing is equal to NaN/],
    ['{"created_at": {"$gt": "yesterday"}}', /takes a time like .* not the text "yesterday"/],
    ['{"created_at": {"$gt": "2026-13-77"}}', /takes a time/],
    ['{"created_at": {"$regex": "2026"}}', /\$regex looks at texts, and createdAt is a time/],
    ['{"name": {"$regex": 3}}', /\$regex of name takes a text/],
    ['{"name": {"$regex": "x", "$options": "q"}}', /letters i, m and s/],
    ['{"name": {"$options": "i"}}', /only beside \$regex/],
    ['{"name": {"$exists": 1}}', /takes true or false, not 1/],
    ['{"name": {"$not": "x"}}', /\$not of name takes an object/],
    [`{"name": {"$in": [${Array(6000).fill('"a"').join(',')}]}}`, /more than 5000 values/],
    [`${'{"$nor":['.repeat(40)}{}${']}'.repeat(40)}`, /deeper than 32 levels/],
    [`{"name":${'{"$not":'.repeat(40)}{"$eq":"x"}${'}'.repeat(40)}}`, /deeper than 32 levels/],
    [`{"$or":[${Array(600).fill('{"name":"a"}').join(',')}]}`, /more than 500 conditions/],
    [`{"name":{"$regex":"${'a'.repeat(1001)}"}}`, /longer than 1000/],
  ])('%.60s', (text, message) => {
    expect(() => parseRunFilter(text)).toThrow(RunFilterError);
    expect(() => parseRunFilter(text)).toThrow(message);
  });

  it('whatever it is', () => {
    const word = fc.constantFrom(
      ...['$and', '$or', '$not', '$eq', '$gt', '$in', '$regex', '$options', '$exists', '$', ''],
      ...['name', 'tags', 'config.a', 'created_at', '__proto__', 'loss'],
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, true, 1, 'x', '2026-01-01'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(word, tie('value')), { maxLength: 3 }).map(Object.fromEntries),
      ),
    }));
    fc.assert(
      fc.property(value, (filter) => {
        try {
          parseRunFilter(JSON.stringify(filter));
        } catch (error) {
          expect(error).toBeInstanceOf(RunFilterError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an order', () => {
  it.each([
    ['+created_at', { kind: 'attribute', name: 'createdAt' }, true],
    ['-heartbeatAt', { kind: 'attribute', name: 'heartbeatAt' }, false],
    ['duration', { kind: 'attribute', name: 'duration' }, true],
    ['-summary_metrics.val.f1', { kind: 'summary', path: 'val.f1' }, false],
    ['+config.lr.value', { kind: 'config', path: 'lr' }, true],
    ['config.opt.value.lr', { kind: 'config', path: 'opt.lr' }, true],
    ['-summary_metrics.-odd+key', { kind: 'summary', path: '-odd+key' }, false],
  ])('%s', (text, field, ascending) => {
    expect(parseRunOrder(text)).toEqual({ field, ascending });
  });

  it.each([['tags'], ['loss'], [''], ['+']])('by %j is refused', (text) => {
    expect(() => parseRunOrder(text)).toThrow(RunFilterError);
  });
});

describe('values of a config', () => {
  it('have dotted paths without the wrapper, and none of the client’s telemetry', () => {
    const values = configValues(
      '{"a":{"value":{"b":{"value":1}}},"_wandb":{"value":{"t":{"1":[2]},"m":[],"cli_version":"0.31.0"}}}',
    );
    expect([...values.keys()]).toEqual(['a', 'a.b', 'a.b.value', '_wandb', '_wandb.cli_version']);
  });

  it.each([['[]'], ['{'], ['3']])('that are %j are none', (text) =>
    expect(configValues(text).size).toBe(0),
  );
});
