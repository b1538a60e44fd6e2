import { describe, expect, it } from 'vitest';
import { changeByUpsert } from './change.ts';
import type { Run } from './types.ts';

const join = (known: string, sent: string): unknown => {
  const change = changeByUpsert({ config: known } as Run, { config: sent, shared: true });
  return JSON.parse(change.config ?? known);
};

describe('the config of a shared run', () => {
  it('is that of all processes, each with its environment and its definitions', () => {
    const known =
      '{"a":{"value":1},"both":{"value":1},"_wandb":{"value":{"t":{},"e":{"x":{"os":"l"}},"m":[{"1":"loss","5":2},{"1":"epoch"}]}}}';
    const sent =
      '{"b":{"value":2},"both":{"value":2},"_wandb":{"value":{"e":{"y":{"os":"m"}},"m":[{"1":"batch"},{"1":"acc","5":1}]}}}';
    expect(join(known, sent)).toEqual({
      a: { value: 1 },
      b: { value: 2 },
      both: { value: 2 },
      _wandb: {
        value: {
          t: {},
          e: { x: { os: 'l' }, y: { os: 'm' } },
          m: [
            { '1': 'loss', '4': 'epoch' },
            { '1': 'epoch' },
            { '1': 'batch' },
            { '1': 'acc', '4': 'batch' },
          ],
        },
      },
    });
  });

  it('is the sent one for a run of one process', () => {
    const change = changeByUpsert({ config: '{"a":1}' } as Run, { config: '{"b":2}' });
    expect(change.config).toBe('{"b":2}');
  });
});
