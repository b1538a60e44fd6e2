import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let told: Record<string, unknown>;

beforeAll(async () => {
  const { code, output } = await stage.machine.run('artifact_kinds.py', { args: ['kinds'] });
  expect(code, output).toBe(0);
  told = JSON.parse(/^TOLD (.*)$/m.exec(output)?.[1] ?? '{}');
});

describe('the short calls for models', () => {
  it('log a model with its aliases, use it, and link it into the registry of models', () => {
    expect(told).toMatchObject({
      used_model: 'weights',
      linked: [
        expect.stringMatching(/\/model-registry\/Shipped nets:v0$/),
        ['candidate', 'latest'],
      ],
      registered: ['net:v1', 'better weights'],
    });
  });
});

describe('code and jobs', () => {
  it('are artifacts of their own types', () => {
    expect(told).toMatchObject({
      code: [expect.stringMatching(/^source-kinds-/), 'code', ['train.py']],
    });
    expect(told['types']).toEqual(expect.arrayContaining(['code', 'job', 'model']));
  });

  it('say how to run the script again', () => {
    expect(told).toMatchObject({
      jobs: [expect.stringMatching(/^job-source-kinds-/)],
      job: expect.arrayContaining(['requirements.frozen.txt', 'wandb-job.json']),
      job_file: {
        source_type: 'artifact',
        source: { artifact: expect.stringMatching(/^wandb-artifact:\/\/(_id\/)?\w+/) },
      },
    });
  });
});

describe('the oldest address of a file', () => {
  const get = (path: string, key = stage.server.adminKey) =>
    fetch(`${stage.server.url}${path}`, {
      headers: { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` },
    });

  it('names an owner and a digest, and serves it whole or in part', async () => {
    const path = `/artifacts/${told['entity']}/${told['digest']}`;
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('better weights');
    expect((await get(`/artifacts/${told['entity']}/${'0'.repeat(32)}`)).status).toBe(404);
    expect((await get(path, 'x'.repeat(40))).status).toBe(401);
  });
});
