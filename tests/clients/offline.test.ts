import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();

describe('a run logged offline', () => {
  it('is whole after wandb sync, and not doubled by syncing it again', async () => {
    const address = { entity: 'admin', project: 'offline', run: 'offline-1' };
    const outcome = await stage.machine.run('numpy_training.py', {
      args: ['--run-id', address.run, '--project', address.project, '--steps', '40'],
      env: { WANDB_MODE: 'offline' },
    });
    expect(outcome.code).toBe(0);
    expect((await stage.api.send('GET', '/api/v1/projects/admin/offline')).status).toBe(404);

    const folder = await offlineFolder(join(stage.machine.directory, 'wandb'));
    const synced = await stage.machine.wandb(['sync', folder]);
    expect(synced).toMatchObject({ code: 0 });
    expect(complaintsIn(synced.output)).toEqual([]);
    const rows = await stage.api.history(address);
    expect(rows.map((row) => row.get('_step'))).toEqual(
      Array.from({ length: 40 }, (_, step) => step),
    );
    expect(await stage.api.run(address)).toMatchObject({ state: 'finished', lastStep: 39 });

    const again = await stage.machine.wandb(['sync', '--include-synced', folder]);
    expect(again).toMatchObject({ code: 0 });
    expect(await stage.api.history(address)).toEqual(rows);
    const { series } = await stage.api.series('admin', 'offline', {
      runs: ['offline-1'],
      keys: ['train/loss'],
    });
    expect(series[0]).toMatchObject({ count: 40 });

    const byClient = await stage.machine.read('admin/offline/offline-1', { samples: 1000 });
    expect(byClient.scan).toEqual(rows);
    expect(byClient.history).toHaveLength(40);
    expect(byClient.tags).toEqual(['baseline', 'numpy']);
  });
});

async function offlineFolder(directory: string): Promise<string> {
  const folder = (await readdir(directory)).find((name) => name.startsWith('offline-run-'));
  if (folder === undefined) throw new Error('The client left no offline run behind.');
  return join(directory, folder);
}
