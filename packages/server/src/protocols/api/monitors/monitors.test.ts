import { afterAll, describe, expect, it, vi } from 'vitest';
import { ADMIN_KEY } from '../room.testing.ts';
import { openMonitorRoom, PATH, REF } from './monitors.testing.ts';

const live = await openMonitorRoom();
const { room, send, post, produce, monitor, read, scored, scoresOf } = live;
afterAll(live.close);

const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

describe('a monitor', () => {
  it('scores calls soon after they end, by filter, and gives feedback as Weave’s monitors do', async () => {
    await produce([{ id: 'too-early', kind: 'first', endedAt: Date.now() - 60_000 }]);
    const made = await monitor('first', {
      scorers: [
        { kind: 'contains', name: 'good', expected: { from: 'text', text: 'good' } },
        {
          kind: 'judge',
          name: 'fair',
          provider: 'near',
          model: 'judge',
          prompt: 'Is {output} a fair answer to {question}?',
          answer: { kind: 'passed' },
        },
      ],
    });
    expect(made).toMatchObject({ version: 1, isActive: true, counts: { scored: 0 } });
    await produce([
      { id: 'seen', kind: 'first' },
      { id: 'poor', kind: 'first', output: { text: 'bad' } },
      { id: 'other', kind: 'second' },
      { id: 'late', kind: 'first', endedAt: Date.now() - 3_600_000 },
    ]);
    const view = await scored(made.id, 4);
    expect(view).toMatchObject({ counts: { scored: 4, waiting: 0 }, today: { calls: 2 } });
    const scores = await scoresOf(made.id);
    expect(new Set(scores.map(({ callId }: { callId: string }) => callId))).toEqual(
      new Set(['seen', 'poor']),
    );
    const { text } = await room.call('POST', '/traces/feedback/query', {
      key: ADMIN_KEY,
      body: {
        project_id: 'admin/live',
        query: { $expr: { $eq: [{ $getField: 'weave_ref' }, { $literal: `${REF}/call/seen` }] } },
      },
    });
    const { result } = JSON.parse(text);
    const fair = result.find(
      (one: { feedback_type: string }) => one.feedback_type === 'wandb.runnable.fair',
    );
    expect(fair).toMatchObject({
      payload: { output: { passed: true, reason: 'It is good.' } },
      trigger_ref: made.ref,
      runnable_ref: expect.stringContaining(`${REF}/object/fair:`),
      call_ref: expect.stringContaining(`${REF}/call/`),
    });
    const object = await send('GET', `${PATH}/weave-objects/object/first/versions/latest`);
    expect(object).toMatchObject({
      leafClass: 'Monitor',
      value: { sampling_rate: 1, active: true, scorers: [expect.any(String), expect.any(String)] },
    });
  });

  it('does not look at its own work, nor at that of evaluations', async () => {
    const made = await monitor('all', { filter: '' });
    await produce([
      { id: 'mark-1', attributes: { _weave_eval_meta: { declarative: true } } },
      { id: 'mark-2', attributes: { weave: { kind: 'scorer' } } },
      { id: 'mark-3' },
    ]);
    const view = await scored(made.id, 1);
    expect(view.counts).toMatchObject({ scored: 1, waiting: 0 });
    await send('PATCH', `${PATH}/monitors/${made.id}`, { isActive: false });
  });

  it('takes the same share of traces, whenever and in whatever parts they come', async () => {
    const made = await monitor('share', { rate: 0.3 });
    const calls = ids('share', 200).map((id) => ({ id, kind: 'share' }));
    await produce(calls);
    await scored(made.id, 30);
    const view = await vi.waitFor(
      async () => {
        const before = (await read(made.id)).counts.scored;
        await new Promise((resolve) => setTimeout(resolve, 500));
        const now = await read(made.id);
        expect(now.counts.scored).toBe(before);
        return now;
      },
      { timeout: 20_000 },
    );
    // 60 ± 4 standard deviations of 6.5.
    expect(view.counts.scored).toBeGreaterThan(33);
    expect(view.counts.scored).toBeLessThan(87);
    await produce(calls);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await read(made.id)).counts.scored).toBe(view.counts.scored);
  });

  it('waits for the start of a call whose end came first', async () => {
    const made = await monitor('parts');
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const end = {
      project_id: 'admin/live',
      id: 'parted',
      ended_at: at(20),
      output: 'good',
      summary: {},
    };
    await post('/call/upsert_batch', { batch: [{ mode: 'end', req: { end } }] });
    await post('/call/upsert_batch', {
      batch: [
        {
          mode: 'start',
          req: {
            start: {
              project_id: 'admin/live',
              id: 'parted',
              trace_id: 'parted',
              op_name: 'answer',
              started_at: at(0),
              attributes: {},
              inputs: { kind: 'parts' },
            },
          },
        },
      ],
    });
    expect((await scored(made.id, 1)).counts.scored).toBe(1);
  });

  it('keeps to the budget of a day, and says so', async () => {
    const made = await monitor('dear', { callsPerDay: 3 });
    await produce(ids('dear', 8).map((id) => ({ id, kind: 'dear' })));
    const view = await scored(made.id, 8);
    expect(view).toMatchObject({ counts: { scored: 3, overBudget: 5 }, today: { calls: 3 } });
    const over = await scoresOf(made.id, '&state=over%20budget');
    expect(over[0]).toMatchObject({ message: 'The budget of the day is used up.' });
  });

  it('shows what failed, and why', async () => {
    const judge = {
      kind: 'judge' as const,
      name: 'lost',
      provider: 'near',
      model: 'missing',
      prompt: '{output}',
      answer: { kind: 'passed' as const },
    };
    const made = await monitor('failing', { scorers: [judge] });
    await produce([{ id: 'failing-1', kind: 'failing' }]);
    expect((await scored(made.id, 1)).counts).toMatchObject({ failed: 1, scored: 0 });
    const [failed] = await scoresOf(made.id, '&state=failed');
    expect(failed).toMatchObject({ callId: 'failing-1', scorer: 'lost', attempts: 1 });
    expect(failed.message).toContain('near refused to ask missing (404)');
  });

  it('has versions, can be paused, and never looks back over a pause', async () => {
    const made = await monitor('changing');
    const path = `${PATH}/monitors/${made.id}`;
    await send('PATCH', path, { isActive: false });
    await produce([{ id: 'paused-1', kind: 'changing' }]);
    await send('PATCH', path, { isActive: true });
    const spec = { ...made.spec, rate: 0.999_999 };
    expect(await send('PATCH', path, { spec })).toMatchObject({ version: 4, isActive: true });
    await produce([{ id: 'again-1', kind: 'changing' }]);
    await scored(made.id, 1);
    expect((await scoresOf(made.id)).map(({ callId }: { callId: string }) => callId)).toEqual([
      'again-1',
    ]);
    const { versions } = await send('GET', `${path}/versions`);
    expect(
      versions.map((one: { version: number; isActive: boolean }) => [one.version, one.isActive]),
    ).toEqual([
      [4, true],
      [3, true],
      [2, false],
      [1, true],
    ]);
    const { series } = await send(
      'GET',
      `${path}/series?from=${Date.now() - 3_600_000}&to=${Date.now() + 60_000}`,
    );
    expect(series).toMatchObject([
      { key: 'changing_good', kind: 'rate', points: [{ mean: 1, count: 1, high: 1 }] },
    ]);
    expect((await room.admin('DELETE', path)).status).toBe(204);
    expect((await room.admin('GET', path)).status).toBe(404);
  });

  it('is tried on the newest calls, and keeps nothing of it', async () => {
    const { monitors: before } = await send('GET', `${PATH}/monitors`);
    const tried = await send('POST', `${PATH}/monitors/try`, {
      spec: {
        filter: 'inputs.kind = "dear"',
        scorers: [{ kind: 'length', name: 'long', min: 3 }],
      },
    });
    expect(tried).toMatchObject({ matching: 8 });
    expect(tried.calls).toHaveLength(5);
    expect(tried.calls[0].outcomes).toEqual([
      { name: 'long', value: { length: 13, within: true }, failure: null },
    ]);
    expect((await send('GET', `${PATH}/monitors`)).monitors).toHaveLength(before.length);
  });

  it('is refused with what is wrong, and hidden from strangers', async () => {
    const refused = async (name: string, spec: object): Promise<string> => {
      const scorers = [{ kind: 'json', name: 'fine' }];
      const body = { name, spec: { scorers, ...spec } };
      const answer = await room.admin('POST', `${PATH}/monitors`, body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      return answer.json.error.message;
    };
    expect(await refused('x', { filter: 'nonsense ~ 1' })).toContain(
      'can’t be read'.replace('’', "'"),
    );
    expect(
      await refused('x', { alarms: [{ key: 'none', against: { kind: 'threshold', value: 0.5 } }] }),
    ).toContain('names no score of this monitor');
    expect(await refused('dear', {})).toContain('There is a monitor called dear already');
    const key = await room.user('stranger');
    expect((await room.call('GET', `/api/v1${PATH}/monitors`, { key })).status).toBe(404);
  });
});

describe('an alarm of a monitor', () => {
  const alarm = {
    key: 'sinking_good',
    against: { kind: 'threshold' as const, value: 0.8 },
    alpha: 0.01,
  };

  it('is silent while all is well, and raised soon after scores fall; automations act on it', async () => {
    await send('POST', `${PATH}/automations`, {
      name: 'tell me',
      eventType: 'MONITOR_ALARM',
      eventFilter: '{"monitor":"sinking"}',
      action: { type: 'NO_OP' },
    });
    const made = await monitor('sinking', { alarms: [alarm] });
    await produce(ids('well', 100).map((id) => ({ id, kind: 'sinking' })));
    const well = await scored(made.id, 100);
    expect(well.watches).toMatchObject([{ state: 'watching', count: 100, mean: 1, bound: 0.8 }]);
    await produce(ids('ill', 60).map((id) => ({ id, kind: 'sinking', output: 'nothing' })));
    const ill = await scored(made.id, 160);
    const [watch] = ill.watches;
    expect(watch).toMatchObject({ state: 'alarm' });
    expect(watch?.evidence).toBeGreaterThanOrEqual(100);
    expect(watch?.count).toBeLessThan(160);
    const { automations } = await send('GET', `${PATH}/automations`);
    const automation = automations.find((one: { name: string }) => one.name === 'tell me');
    const { executions } = await vi.waitFor(async () => {
      const found = await send('GET', `/automations/${automation.id}/executions`);
      expect(found.executions).toHaveLength(1);
      return found;
    });
    expect(executions[0]).toMatchObject({
      subject: 'admin/live/monitors/sinking',
      reason: expect.stringMatching(
        /^sinking_good fell below 0\.8: its mean over the last \d+ calls is 0$/,
      ),
    });
    const told = await send('GET', '/notifications');
    expect(told.notifications).toContainEqual(
      expect.objectContaining({ kind: 'monitor', path: `/admin/live/weave/monitors/${made.id}` }),
    );
    const path = `${PATH}/monitors/${made.id}/alarms/sinking_good`;
    expect((await send('POST', `${path}/acknowledge`)).watches).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: 'admin' },
    ]);
    expect((await room.admin('POST', `${path}/acknowledge`)).status).toBe(409);
    expect((await send('POST', `${path}/watch`)).watches).toMatchObject([
      { state: 'watching', count: 0, evidence: 1 },
    ]);
    // Clients have no name for such events.
    const listed = await room.call('POST', '/graphql', {
      key: ADMIN_KEY,
      body: {
        query: '{ project(name: "live", entityName: "admin") { triggers { name } } }',
      },
    });
    expect(listed.json.data.project.triggers).toEqual([]);
  });

  it('learns what is usual from the first calls, where it is told to', async () => {
    const made = await monitor('usual', {
      alarms: [{ key: 'usual_good', against: { kind: 'baseline', calls: 40, tolerance: 0.05 } }],
    });
    await produce(ids('usual', 30).map((id) => ({ id, kind: 'usual' })));
    expect((await scored(made.id, 30)).watches).toMatchObject([
      { state: 'gathering', bound: null },
    ]);
    await produce(ids('usual-more', 20).map((id) => ({ id, kind: 'usual' })));
    const [watch] = (await scored(made.id, 50)).watches;
    expect(watch).toMatchObject({ state: 'watching', count: 10 });
    // All of 40 right: 0.005 ** (1 / 40) less the tolerance.
    expect(watch?.bound).toBeCloseTo(0.005 ** (1 / 40) - 0.05, 6);
  });
});
