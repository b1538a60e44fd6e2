import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createTraceServer, weaveEnvironment } from '../support/weave.ts';

const stage = setStage();
const PATH = '/api/v1/projects/admin/pages';

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const { status, text } = await stage.api.send('POST', PATH + path, body);
  expect(status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}

describe('what pages publish', () => {
  it('is to the Python client what it would have published itself', async () => {
    const traces = createTraceServer(stage.server);
    await traces.post('/v2/admin/pages/datasets', {
      name: 'questions',
      rows: [
        { q: 'first', score: 1.5, more: { a: [1, 'é😀'] } },
        { q: 'second', score: 2 },
      ],
    });
    const dataset = await post('/datasets/questions/versions', {
      base: 'latest',
      cells: [{ index: 1, set: { score: '2.0', q: '"changed {x}"' } }],
      inserted: [{ before: 1, rows: ['{"score":1e-7,"q":"between"}'] }],
    });
    const words = await post('/prompts/words/versions', {
      kind: 'StringPrompt',
      content: 'Hello {name}, ü',
    });
    await post('/prompts/chat/versions', {
      kind: 'MessagesPrompt',
      messages: [{ role: 'user', content: 'old' }],
    });
    const chat = await post('/prompts/chat/versions', {
      kind: 'MessagesPrompt',
      base: 'latest',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'On {topic}' }] },
      ],
    });
    const label = await stage.api.send(
      'PUT',
      `${PATH}/weave-objects/object/chat/aliases/production`,
      { version: chat['digest'] },
    );
    expect(label.status).toBe(204);

    const { code, output } = await stage.machine.run('weave_datasets.py', {
      args: ['admin/pages'],
      env: weaveEnvironment(stage.machine),
    });
    expect(code, output).toBe(0);
    const [line = '{}', count] = output
      .trim()
      .split('\n')
      .filter((text) => /^[{\d]/.test(text));
    expect(JSON.parse(line)).toEqual({
      rows: [
        { q: 'first', score: 1.5, more: { a: [1, 'é😀'] } },
        { score: 1e-7, q: 'between' },
        { q: 'changed {x}', score: 2 },
      ],
      dataset: dataset['digest'],
      words: [words['digest'], 'Hello Ada, ü'],
      chat: [
        chat['digest'],
        [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: [{ type: 'text', text: 'On rain' }] },
        ],
      ],
    });
    expect(count).toBe('4');
    const versions = await stage.api.send('GET', `${PATH}/weave-objects/object/questions`);
    expect(JSON.parse(versions.text).versions).toHaveLength(3);
  });
});
