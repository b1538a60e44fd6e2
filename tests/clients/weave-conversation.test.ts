import { CallRows, CallView } from '@runloom/model';
import { expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer, weaveEnvironment } from '../support/weave.ts';

const stage = setStage();
const PROJECT = 'admin/conversations';

it('a conversation by Weave’s own API is a thread of turns with their chats and tools', async () => {
  const outcome = await stage.machine.run('weave_conversation.py', {
    args: [PROJECT],
    env: weaveEnvironment(stage.machine),
  });
  expect(outcome.code, outcome.output).toBe(0);

  const threads = await createTraceServer(stage.server).lines('/threads/stream_query', {
    project_id: PROJECT,
  });
  expect(threads).toMatchObject([{ thread_id: 'talk-1', turn_count: 2 }]);

  const api = createApi(stage.server.url, stage.server.adminKey);
  const path = `/api/v1/projects/${PROJECT}/calls`;
  const sort = [{ field: 'started', direction: 'asc' }];
  const listed = await api.send('POST', `${path}/rows`, { rootsOnly: false, limit: 100, sort });
  const { rows } = CallRows.parse(JSON.parse(listed.text));
  const views = rows.map(async ({ id }) =>
    CallView.parse(JSON.parse((await api.send('GET', `${path}/${id}`)).text)),
  );
  const calls = await Promise.all(views);
  expect(calls.map(({ kind }) => kind)).toEqual(['agent', 'llm', 'tool', 'agent', 'llm', 'tool']);
  const [turn, chat, tool] = calls;
  expect(turn).toMatchObject({ parentId: null, thread: 'talk-1', turn: turn?.id });
  expect(turn?.attributes).toMatchObject({ agent: 'support' });
  expect(chat).toMatchObject({
    parentId: turn?.id,
    inputs: { messages: [{ role: 'user', content: 'How is the weather?' }] },
    output: { choices: [{ message: { role: 'assistant', content: 'It is sunny.' } }] },
    models: [{ model: 'small', promptTokens: 20, completionTokens: 7, requests: 1 }],
  });
  expect(tool).toMatchObject({ parentId: turn?.id, inputs: { city: 'Oslo' }, output: 'sunny' });
  // What a turn used is what its chats did.
  expect(turn?.models).toEqual([]);
});
