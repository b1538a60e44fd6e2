import { describe, expect, it } from 'vitest';
import { readGateOptions } from './options.ts';

const ENV = { WANDB_BASE_URL: 'http://127.0.0.1:8080/', WANDB_API_KEY: 'secret' };
const ARGS = ['--project', 'team/project', '--baseline', 'main', '--candidate', 'branch'];
const read = (args: readonly string[], env = {}) => readGateOptions(args, { ...ENV, ...env });

describe('options of the gate', () => {
  it('have defaults that are said in the help', () => {
    expect(read(ARGS)).toEqual({
      url: 'http://127.0.0.1:8080',
      key: 'secret',
      entity: 'team',
      project: 'project',
      baseline: 'main',
      candidate: 'branch',
      metrics: new Map(),
      rule: { alpha: 0.05, power: 0.8, margin: 0.05, margins: new Map() },
      isStrict: false,
      waitSeconds: 0,
      markdownFile: null,
      junitFile: null,
    });
  });

  it('name metrics with their direction, and losses that matter', () => {
    const { metrics, rule } = read([
      ...ARGS,
      ...['--metric', 'judge.score', '--metric', 'tox:ic:lower', '--margin', '0.1'],
      ...['--margin', 'a=b=0.02'],
    ]);
    expect([...metrics]).toEqual([
      ['judge.score', null],
      ['tox:ic', 'lower'],
    ]);
    expect(rule).toMatchObject({ margin: 0.1, margins: new Map([['a=b', 0.02]]) });
  });

  it.each([
    [ARGS, { WANDB_BASE_URL: '' }, /Which server/],
    [ARGS, { WANDB_BASE_URL: 'localhost' }, /no address/],
    [ARGS, { WANDB_API_KEY: undefined }, /WANDB_API_KEY/],
    [ARGS.slice(2), {}, /--project is missing/],
    [['--project', 'alone', ...ARGS.slice(2)], {}, /ENTITY\/PROJECT/],
    [ARGS.slice(0, 4), {}, /--candidate is missing/],
    [[...ARGS, '--margin', 'zero'], {}, /a number above 0/],
    [[...ARGS, '--margin', 'a='], {}, /a number above 0/],
    [[...ARGS, '--alpha', '0.9'], {}, /between 0 and 0.5/],
    [[...ARGS, '--power', 'x'], {}, /between 0 and 1/],
    [[...ARGS, '--wait', '-1'], {}, /--wait/],
    [[...ARGS, '--metric', ''], {}, /name of a score/],
    [[...ARGS, '--what'], {}, /--what/],
  ])('say what is wrong with %j', (args, env, message) => {
    expect(() => read(args, env)).toThrow(message);
  });
});
