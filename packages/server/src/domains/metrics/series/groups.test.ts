import { type PanelData, studentQuantile } from '@runloom/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../runs/index.ts';
import { openSeriesRoom, type SeriesRoom } from './room.testing.ts';

let room: SeriesRoom;
beforeAll(async () => {
  room = await openSeriesRoom();
});
afterAll(() => room.close());

const config = (values: object): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
  );

async function train(
  values: object,
  losses: readonly number[],
  gap = 1,
  known: Partial<Run> = {},
): Promise<Run> {
  const run = room.newRun({ config: config(values), ...known });
  await room.log(
    run,
    losses.map((loss, at) => ({ _step: at * gap, _timestamp: 1.7e9 + at, loss })),
  );
  return run;
}

const BY_SEED = { grouping: { kind: 'allBut' as const, fields: ['config.seed'] } };
const labels = (panel: PanelData): string[] => panel.groups.map(({ label }) => label);

describe('groups of runs', () => {
  it('are all but the seed, with the mean and its interval over runs', async () => {
    const runs = [
      await train({ lr: 0.1, seed: 1 }, [1, 2]),
      await train({ lr: 0.1, seed: 2 }, [3, 6]),
      await train({ lr: 0.2, seed: 1 }, [9, 9]),
    ];
    const panel = await room.panel(runs, { y: [{ key: 'loss' }], group: BY_SEED });
    expect(panel.error).toBeNull();
    expect(labels(panel)).toEqual(['lr: 0.1', 'lr: 0.2']);
    expect(panel.groups.map((group) => group.runs.length)).toEqual([2, 1]);
    const [first, second] = panel.lines;
    expect(first).toMatchObject({ kind: 'group', alignment: 'exact-x', count: 4 });
    expect([...(first?.columns['mean'] ?? [])]).toEqual([2, 4]);
    expect([...(first?.columns['runs'] ?? [])]).toEqual([2, 2]);
    expect(first?.columns['high95']?.[0]).toBeCloseTo(2 + studentQuantile(0.975, 1) * 1, 9);
    expect(second?.columns['low95']?.[0]).toBeNaN();
  });

  it.each([
    [['tags'], ['tags: ["a","b"]', 'tags: []']],
    [
      ['group', 'jobType'],
      ['group: g, jobType: train', 'group: none, jobType: none'],
    ],
    [['config.opt.name'], ['opt.name: adam', 'opt.name: none']],
    [['user'], ['user: ada']],
  ])('are made by %j', async (fields, expected) => {
    const runs = [
      await train({ opt: { name: 'adam' } }, [1], 1, {
        tags: ['b', 'a'],
        groupName: 'g',
        jobType: 'train',
      }),
      await train({}, [2]),
    ];
    const panel = await room.panel(runs, {
      y: [{ key: 'loss' }],
      group: { grouping: { kind: 'by', fields } },
    });
    expect(labels(panel)).toEqual(expected);
  });

  it('do not change when a run of another group is hidden, in steps, windows or smoothed', async () => {
    const losses = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    const groupOf = fc.array(fc.tuple(losses, fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 3,
    });
    const smoothing = fc.constantFrom(
      { kind: 'none' as const },
      { kind: 'ema' as const, weight: 0.8 },
      { kind: 'twema' as const, weight: 0.8 },
    );
    await fc.assert(
      fc.asyncProperty(
        groupOf,
        groupOf,
        fc.constantFrom(5, 20, 1000),
        smoothing,
        fc.boolean(),
        async (ours, theirs, buckets, by, isZoomed) => {
          const stay = [];
          for (const [all, gap] of ours)
            stay.push(await train({ lr: 1, seed: stay.length }, all, gap));
          const hide = [];
          for (const [all, gap] of theirs)
            hide.push(await train({ lr: 2, seed: hide.length }, all, gap));
          const range = isZoomed ? { min: 5, max: 40 } : null;
          const panel = {
            y: [{ key: 'loss' }],
            buckets,
            range,
            smoothing: by,
            rangeOfX: 100,
            group: {
              grouping: {
                kind: 'sets' as const,
                sets: [
                  { label: 'a', runs: stay.map(({ name }) => name) },
                  { label: 'b', runs: hide.map(({ name }) => name) },
                ],
              },
            },
          };
          const whole = await room.panel([...stay, ...hide], panel);
          const hidden = await room.panel(stay, panel, hide);
          expect(hidden.lines).toEqual(
            whole.lines.filter((line) => line.kind === 'group' && line.group === 0),
          );
          expect(hidden.grid).toEqual(whole.lines.length === 0 ? hidden.grid : whole.grid);
        },
      ),
      { numRuns: 15 },
    );
  }, 240_000);

  it('say which of their fields runs do not have', async () => {
    const run = await train({}, [1]);
    const panel = await room.panel([run], {
      y: [{ key: 'loss' }],
      group: { grouping: { kind: 'by', fields: ['colour'] } },
    });
    expect(panel.error).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('no field "colour"'),
    });
    const other = await room.panel([run], {
      y: [{ key: 'loss' }],
      group: { grouping: { kind: 'allBut', fields: ['tags'] } },
    });
    expect(other.error?.message).toContain('none of the config');
  });
});
