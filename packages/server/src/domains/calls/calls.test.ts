import { expect, test } from 'vitest';
import { endOf, START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';

const room = await useCallsRoom();

test('a whole call comes back as it was sent', async () => {
  const project = room.newProject();
  const call = wholeCall('a', {
    parentId: 'p',
    displayName: 'My answer',
    threadId: 't',
    turnId: 'u',
    attributes: '{"weave": {"kind": "llm"}}',
    inputs: '{"x": 1.0, "big": 1180591620717411303424}',
    output: '"it\\nis"',
    summary: '{"usage": {"gpt": {"prompt_tokens": 3}}}',
    exception: '',
    otelDump: '{"span": true}',
    wbRunId: 'team/project/run',
    wbRunStep: 3,
    wbRunStepEnd: 4,
    userId: '7',
  });
  await room.calls.write(project, [call]);
  expect(await room.calls.read(project, 'a')).toEqual({
    ...call,
    deletedAt: null,
    status: 'error',
    latencyMs: 2500,
    traceName: 'My answer',
  });
});

test('parts come in any order, twice, and the end before the start', async () => {
  const whole = wholeCall('a', { inputs: '{"x":1}', output: '2', summary: '{"s":1}' });
  const [start, end] = [startOf(whole), endOf(whole)];
  const orders = [
    [start, end],
    [end, start],
    [start, end, start],
    [end, end, start],
    [whole, start],
    [start, whole],
  ];
  for (const parts of orders) {
    const project = room.newProject();
    for (const part of parts) await room.calls.write(project, [part]);
    const [call, ...others] = await room.list(project);
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      inputs: '{"x":1}',
      output: '2',
      summary: '{"s":1}',
      endedAt: START + 2_500_000,
      status: 'success',
    });
    expect(await room.calls.count(project, {})).toMatchObject({ count: 1, hasMore: false });
  }
});

test('a running call is shown, an end alone is not', async () => {
  const project = room.newProject();
  await room.calls.write(project, [startOf(wholeCall('a')), endOf(wholeCall('b'))]);
  const calls = await room.list(project);
  expect(calls.map(({ id, status, latencyMs }) => ({ id, status, latencyMs }))).toEqual([
    { id: 'a', status: 'running', latencyMs: null },
  ]);
});

test('a call that is sent whole twice is there once, as it came last', async () => {
  const project = room.newProject();
  await room.calls.write(project, [wholeCall('a', { output: '1' })]);
  await room.calls.write(project, [wholeCall('a', { output: '2' })]);
  expect((await room.list(project)).map(({ output }) => output)).toEqual(['2']);
  expect(await room.calls.count(project, {})).toMatchObject({ count: 1 });
});

test('removing takes all below with it, parents in circles among them, and what comes late stays away', async () => {
  const project = room.newProject();
  const inTrace = { traceId: 't' };
  await room.calls.write(project, [
    wholeCall('root', inTrace),
    startOf(wholeCall('child', { ...inTrace, parentId: 'root' })),
    wholeCall('grandchild', { ...inTrace, parentId: 'child' }),
    wholeCall('circle', { ...inTrace, parentId: 'turn' }),
    wholeCall('turn', { ...inTrace, parentId: 'circle' }),
    wholeCall('other'),
  ]);
  expect(await room.calls.remove(room.actor, project, ['child', 'circle', 'gone'])).toBe(4);
  expect(await room.ids(project)).toEqual(['other', 'root']);
  await room.calls.write(project, [
    endOf(wholeCall('child')),
    startOf(wholeCall('child', { ...inTrace, parentId: 'root' })),
    wholeCall('grandchild', { ...inTrace, parentId: 'child' }),
  ]);
  expect(await room.ids(project)).toEqual(['other', 'root']);
});

test('an op was used last when the newest of its calls began that was not deleted', async () => {
  const project = room.newProject();
  const call = (id: string, opName: string, at: number) =>
    wholeCall(id, { opName, startedAt: START + at });
  await room.calls.write(project, [
    call('a', 'one', 1),
    call('b', 'one', 5),
    call('c', 'two', 2),
    startOf(call('d', 'running', 3)),
    call('e', 'gone', 4),
  ]);
  await room.calls.remove(room.actor, project, ['b', 'e']);
  expect(await room.calls.lastUses(project)).toEqual(
    new Map([
      ['one', START + 1],
      ['running', START + 3],
      ['two', START + 2],
    ]),
  );
});

test('pages are in the order of starts, and go on where they ended', async () => {
  const project = room.newProject();
  const parts = Array.from({ length: 25 }, (_, at) =>
    wholeCall(`c${String(at).padStart(2, '0')}`, { startedAt: START + (at % 5) * 1000 }),
  );
  await room.calls.write(project, parts);
  const all = await room.ids(project);
  expect(all).toHaveLength(25);
  expect(all.slice(0, 5)).toEqual(['c00', 'c05', 'c10', 'c15', 'c20']);
  const pages = [0, 10, 20].map((offset) => room.ids(project, { offset, limit: 10 }));
  expect((await Promise.all(pages)).flat()).toEqual(all);
  const newest = await room.ids(project, { sort: [{ field: 'started_at', direction: 'desc' }] });
  expect(newest).toEqual(all.toReversed());
});

test('words are found anywhere in inputs and output, in any case', async () => {
  const project = room.newProject();
  await room.calls.write(project, [
    wholeCall('a', { inputs: '{"q":"The Ocean\\nis blue"}', output: '"Über C:\\\\new"' }),
    startOf(wholeCall('b', { inputs: '{"q":"ocean"}' })),
    wholeCall('c', { inputs: '{"q":"oceans"}' }),
  ]);
  const searches = async () => {
    expect(await room.ids(project, { text: 'ocean' })).toEqual(['a', 'b']);
    expect(await room.ids(project, { text: 'is über' })).toEqual(['a']);
    expect(await room.ids(project, { text: 'new OCEAN' })).toEqual(['a']);
    expect(await room.ids(project, { text: 'nowhere' })).toEqual([]);
  };
  await searches();
  // Merged parts have the index of words that small inserts do without.
  await room.columns.command({ sql: 'OPTIMIZE TABLE calls FINAL' });
  await searches();
});

test('words are found in parts with an index of them and in parts without at once', async () => {
  const project = room.newProject();
  const newest = [{ field: 'started_at', direction: 'desc' as const }];
  const searches = async (expected: readonly string[]) => {
    const found = await room.ids(project, { text: 'harbour', sort: newest, limit: 10 });
    expect(found.toSorted()).toEqual(expected);
    expect(await room.ids(project, { text: 'nowhere', sort: newest, limit: 10 })).toEqual([]);
    expect((await room.calls.count(project, { text: 'harbour' })).count).toBe(expected.length);
  };
  await room.calls.write(project, [wholeCall('old', { inputs: '{"q":"a harbour"}' })]);
  await room.columns.command({ sql: 'OPTIMIZE TABLE calls FINAL' });
  await room.calls.write(project, [wholeCall('new', { output: '"the harbour"' })]);
  await searches(['new', 'old']);
  await room.calls.write(project, [startOf(wholeCall('open', { inputs: '{"q":"harbour"}' }))]);
  await searches(['new', 'old', 'open']);
});

test('an outline has all calls of a trace by start, with what each used by itself', async () => {
  const project = room.newProject();
  const usage = (tokens: number) =>
    `{"usage":{"gpt":{"input_tokens":${tokens},"output_tokens":1}},"status_counts":{"error":1}}`;
  await room.calls.write(project, [
    wholeCall('root', { traceId: 't', summary: usage(10) }),
    wholeCall('leaf', {
      traceId: 't',
      parentId: 'root',
      startedAt: START + 1,
      summary: usage(7),
      attributes: '{"weave":{"kind":"llm"}}',
      exception: '{"type":"ValueError","message":"no"}',
    }),
    wholeCall('elsewhere'),
  ]);
  expect(await room.calls.outline(project, 't')).toEqual([
    expect.objectContaining({ id: 'root', status: 'descendant_error', ownTokens: 3, model: 'gpt' }),
    expect.objectContaining({
      id: 'leaf',
      parentId: 'root',
      kind: 'llm',
      status: 'error',
      exceptionType: 'ValueError',
      traceName: 'answer',
      ownTokens: 8,
    }),
  ]);
});
