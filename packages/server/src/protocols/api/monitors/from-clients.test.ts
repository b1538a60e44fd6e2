import type { MonitorView } from '@runloom/model';
import { afterAll, describe, expect, it } from 'vitest';
import { openMonitorRoom, PATH, REF } from './monitors.testing.ts';

const live = await openMonitorRoom();
const { send, post, produce, monitor, scored, scoresOf } = live;
afterAll(live.close);

describe('guardrails of clients', () => {
  it('are listed by scorer, those of evaluations and monitors left out', async () => {
    await produce([{ id: 'guarded' }]);
    await post('/feedback/create', {
      project_id: 'admin/live',
      weave_ref: `${REF}/call/guarded`,
      feedback_type: 'wandb.runnable.Toxicity',
      payload: { output: { flagged: true } },
      runnable_ref: `${REF}/object/Toxicity:abc`,
      call_ref: `${REF}/call/scorer`,
    });
    const found = await send('GET', `${PATH}/client-scores`);
    expect(found).toMatchObject({
      scorers: [
        { name: 'Toxicity', count: 1, results: [{ callId: 'guarded', value: { flagged: true } }] },
      ],
      hasMore: false,
    });
  });
});

describe('a monitor that a client publishes', () => {
  const publish = async (
    name: string,
    value: object,
    bases = ['Object', 'BaseModel'],
    className = 'Monitor',
  ) => {
    const val = {
      _type: 'Monitor',
      scorers: [],
      op_names: [],
      query: null,
      active: true,
      ...value,
      _class_name: className,
      _bases: bases,
    };
    await post('/obj/create', { obj: { project_id: 'admin/live', object_id: name, val } });
    const { monitors } = await send('GET', `${PATH}/monitors`);
    return monitors.find((one: { name: string }) => one.name === name) as MonitorView;
  };

  it('is not carried out where it would score other things than its client means, and says why', async () => {
    const problems = async (...published: Parameters<typeof publish>) => {
      const { client, spec } = await publish(...published);
      expect(spec.scorers).toEqual([]);
      return client?.problems.map(({ scorer, text }) => `${scorer}: ${text}`);
    };
    const judge = `${REF}/object/none:abc`;
    expect(await problems('odd.query', { query: { $expr: { $near: [1] } } })).toEqual([
      expect.stringContaining("null: Its query can't be read: "),
    ]);
    expect(await problems('lasting', { scorer_debounce_config: { timeout_seconds: 3 } })).toEqual([
      expect.stringContaining('scorer_debounce_config.aggregation_field'),
    ]);
    expect(await problems('derived', {}, ['Monitor', 'Object', 'BaseModel'], 'Own')).toEqual([
      'null: It is of the class Own, whose code runs where it was written.',
    ]);
    expect(await problems('much', { sampling_rate: 7 })).toEqual([
      expect.stringContaining("The monitor can't be read (sampling_rate"),
    ]);
    expect(
      await problems('nowhere', {
        scorers: [judge, `${REF}/op/plain:abc`, 'weave:///a/b/object/c:d', 7],
      }),
    ).toEqual([
      expect.stringContaining('none: '),
      'plain: It is an op, whose code runs where it was written.',
      'weave:///a/b/object/c:d: It is no object of this project.',
      '7: It is no object of this project.',
    ]);
  });

  it('scores of each trace the last call alone, where its client has it wait for more', async () => {
    const made = await monitor('before_debounce');
    await send('PATCH', `${PATH}/monitors/${made.id}`, { isActive: false });
    const [ref] = (
      await send('GET', `${PATH}/weave-objects/object/before_debounce/versions/latest`)
    ).value.scorers;
    const { id, client } = await publish('last_words', {
      scorers: [ref],
      query: { $expr: { $eq: [{ $getField: 'inputs.kind' }, { $literal: 'talk' }] } },
      scorer_debounce_config: { aggregation_field: 'trace_id', timeout_seconds: 1.5 },
    });
    expect(client).toMatchObject({ debounce: { by: 'trace', seconds: 1.5 }, problems: [] });
    const at = Date.now() + 10;
    const said = (name: string, trace: string, afterMs: number) => ({
      id: name,
      trace,
      kind: 'talk',
      endedAt: at + afterMs,
    });
    await produce([said('hello', 'talk one', 0), said('alone', 'talk two', 0)]);
    await produce([said('goodbye', 'talk one', 700)]);
    // Long after them, as time is told: its own talk.
    await produce([said('again', 'talk one', 10_000)]);
    await scored(id, 3);
    const scores = await scoresOf(id);
    expect(scores.map(({ callId }: { callId: string }) => callId).toSorted()).toEqual([
      'again',
      'alone',
      'goodbye',
    ]);
  });

  it('scores the last call of a trace with all that led to it, where its client joins them', async () => {
    const made = await monitor('before_joining', {
      scorers: [
        {
          kind: 'judge',
          name: 'joining',
          provider: 'near',
          model: 'echo',
          prompt: '{question} {output}',
          answer: { kind: 'text' },
          parameters: {},
          field: '',
        },
      ],
    });
    await send('PATCH', `${PATH}/monitors/${made.id}`, { isActive: false });
    const [ref] = (await send('GET', `${PATH}/weave-objects/object/before_joining/versions/latest`))
      .value.scorers;
    const { id, client } = await publish('whole_talks', {
      scorers: [ref],
      query: { $expr: { $eq: [{ $getField: 'inputs.kind' }, { $literal: 'whole' }] } },
      scorer_debounce_config: {
        aggregation_field: 'trace_id',
        aggregation_method: 'all_messages',
        timeout_seconds: 1.5,
      },
    });
    expect(client).toMatchObject({ debounce: { hasAll: true }, problems: [] });
    const at = Date.now() + 10;
    const said = (name: string, afterMs: number) => ({
      id: name,
      trace: 'whole talk',
      kind: 'whole',
      output: `said ${name}`,
      endedAt: at + afterMs,
    });
    await produce([said('first', 0), said('second', 600)]);
    await produce([said('third', 1_800), said('much later', 60_000)]);
    await scored(id, 2);
    const values = (await scoresOf(id)).map((one: { callId: string; value: unknown }) => [
      one.callId,
      one.value,
    ]);
    expect(new Map(values)).toEqual(
      new Map([
        ['third', 'You said: ["what?","what?","what?"] ["said first","said second","said third"]'],
        ['much later', 'You said: ["what?"] ["said much later"]'],
      ]),
    );
  });

  it('may have more scorers than one of the pages, and is watched here nevertheless', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `many_${at}`);
    for (const name of names) await monitor(name, { callsPerDay: 5 });
    const refs = [];
    for (const name of names) {
      const { value } = await send('GET', `${PATH}/weave-objects/object/${name}/versions/latest`);
      refs.push(...value.scorers);
    }
    const { id, spec } = await publish('many', { scorers: refs });
    expect(spec.scorers).toHaveLength(12);
    const alarms = [
      { key: spec.scorers[11]?.name ?? '', against: { kind: 'threshold', value: 0.5 } },
    ];
    const changed = await send('PATCH', `${PATH}/monitors/${id}`, {
      spec: { ...spec, callsPerDay: 3, alarms },
    });
    expect(changed).toMatchObject({ spec: { callsPerDay: 3 }, watches: [{ key: 'many_11_good' }] });
    expect(changed.spec.scorers).toEqual(spec.scorers);
    const own = await live.read((await monitor('few')).id);
    const tooMany = await live.room.admin('PATCH', `${PATH}/monitors/${own.id}`, {
      spec: { ...own.spec, scorers: spec.scorers },
    });
    expect(tooMany.status).toBe(400);
    expect(tooMany.text).toContain('1 to 10 scorers');
  });

  it('takes over the name that a monitor of the page has, with its budget', async () => {
    const made = await monitor('shared_name', { callsPerDay: 7 });
    const [ref] = (await send('GET', `${PATH}/weave-objects/object/shared_name/versions/latest`))
      .value.scorers;
    const after = await publish('shared_name', { scorers: [ref], sampling_rate: 0.5 });
    expect(after).toMatchObject({
      id: made.id,
      version: 2,
      spec: { rate: 0.5, callsPerDay: 7, scorers: [{ kind: 'contains' }] },
      client: { problems: [] },
    });
  });
});
