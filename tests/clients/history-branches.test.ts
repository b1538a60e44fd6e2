import { describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const inProject = (run: string) => ({ entity: 'admin', project: 'branched', run });
const path = (run: string) => `admin/branched/${run}`;

async function branch(
  action: 'new' | 'fork' | 'rewind' | 'resume',
  run: string,
  from: string,
  steps: number,
) {
  const outcome = await stage.machine.run('branched.py', {
    args: [action, run, from, String(steps)],
  });
  expect(outcome.code, outcome.output).toBe(0);
  expect(complaintsIn(outcome.output)).toEqual([]);
  return outcome;
}

/** Who wrote each step, by all ways to read a run; they must agree. */
async function writers(run: string): Promise<readonly string[]> {
  const rows = await stage.api.history(inProject(run));
  expect(rows.map((row) => row.get('_step'))).toEqual(rows.map((_, step) => step));
  const texts = rows.map((row) => String(row.get('text')));
  const byClient = await stage.machine.read(path(run), { keys: ['value', 'text'] });
  expect(byClient.scan).toEqual(rows);
  expect(byClient.history).toEqual(rows);
  expect(byClient.scanOfKeys.map((row) => row.get('text'))).toEqual(texts);
  expect(byClient.lastStep).toBe(rows.length - 1);
  const { series } = await stage.api.series('admin', 'branched', {
    stream: 'history',
    runs: [run],
    keys: ['value'],
    x: 'step',
    range: null,
    buckets: 100,
  });
  const [values] = series;
  expect(values?.kind === 'points' ? values.value : null).toEqual(rows.map((_, step) => step));
  return texts;
}

const steps = (by: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `${by} ${from + at}`);

describe('a fork', () => {
  it('goes on from its parent, whose history it has, and so does a fork of it', async () => {
    await branch('new', 'parent-1', '-', 10);
    const child = await branch('fork', 'child-1', 'parent-1?_step=5', 4);
    expect(child.output).toContain('child-1 starts at step 6');
    expect(await writers('child-1')).toEqual([...steps('new', 0, 6), ...steps('fork', 6, 10)]);
    expect(await stage.api.run(inProject('child-1'))).toMatchObject({
      historyLineCount: 10,
      lastStep: 9,
      state: 'finished',
    });

    await branch('fork', 'grandchild-1', 'child-1?_step=7', 2);
    expect(await writers('grandchild-1')).toEqual([...steps('new', 0, 6), ...steps('fork', 6, 10)]);
    expect(await writers('parent-1')).toEqual(steps('new', 0, 10));
  });

  it('can be resumed, also before it has logged anything itself', async () => {
    await branch('new', 'parent-2', '-', 5);
    await branch('fork', 'child-2', 'parent-2?_step=2', 0);
    const resumed = await branch('resume', 'child-2', '-', 2);
    expect(resumed.output).toContain('child-2 starts at step 3');
    await branch('resume', 'child-2', '-', 1);
    expect(await writers('child-2')).toEqual([...steps('new', 0, 3), ...steps('resume', 3, 6)]);
  });

  it('of a run that does not exist is refused', async () => {
    const outcome = await stage.machine.run('branched.py', {
      args: ['fork', 'orphan-1', 'nobody?_step=3', '1'],
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toContain('There is no run nobody in admin/branched to fork from');
  });
});

describe('a rewind', () => {
  it('takes back what came after, for good, but not from those who forked before', async () => {
    await branch('new', 'rewound-1', '-', 10);
    await branch('fork', 'forked-before', 'rewound-1?_step=8', 1);
    const rewound = await branch('rewind', 'rewound-1', 'rewound-1?_step=3', 3);
    expect(rewound.output).toContain('rewound-1 starts at step 4');
    expect(await writers('rewound-1')).toEqual([...steps('new', 0, 4), ...steps('rewind', 4, 7)]);
    expect(await writers('forked-before')).toEqual([...steps('new', 0, 9), 'fork 9']);
    const { lines } = await stage.api.console(inProject('rewound-1'));
    const printed = lines.map(({ text }) => text).filter((text) => /^(new|rewind) \d+$/.test(text));
    expect(printed).toEqual(steps('rewind', 4, 7));
    const run = await stage.machine.read(path('rewound-1'));
    expect(run.summary.get('value')).toBe(6);
    expect(run.config.get('by_new')).toBe(true);

    await branch('fork', 'forked-after', 'rewound-1?_step=5', 1);
    expect(await writers('forked-after')).toEqual([
      ...steps('new', 0, 4),
      ...steps('rewind', 4, 6),
      'fork 6',
    ]);
    await branch('rewind', 'rewound-1', 'rewound-1?_step=5', 2);
    expect(await writers('rewound-1')).toEqual([...steps('new', 0, 4), ...steps('rewind', 4, 8)]);
  });
});
