import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClientMachine, complaintsIn } from '../support/clients.ts';
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

    const folder = await offlineFolder(stage.machine, address.run);
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

  it('has the console that a terminal would have shown, however long its lines', async () => {
    const address = { entity: 'admin', project: 'console', run: 'console-1' };
    const outcome = await stage.machine.run('offline_console.py', { args: [address.run] });
    expect(outcome.code).toBe(0);
    const folder = await offlineFolder(stage.machine, address.run);
    expect(await stage.machine.wandb(['sync', folder])).toMatchObject({ code: 0 });

    const { lines } = await stage.api.console(address);
    const texts = lines.map(({ text }) => text);
    // The client sends 4,096 characters of a line, whoever asks for them.
    expect(texts.slice(0, 4)).toEqual([
      `${'#'.repeat(100)}| 20/20`,
      'LOG'.repeat(4096).slice(0, 4096),
      '\u001b[31m\u001b[1mHello\u0001\u001b[22m\u001b[39m'.repeat(100),
      'QWERT',
    ]);
    expect(texts.at(-1)).toBe('===finish===');
    expect(texts.join('\n')).not.toMatch(/YUIOP|12345/);
  });
});

async function offlineFolder({ directory }: ClientMachine, run: string): Promise<string> {
  const folder = join(directory, 'wandb');
  const name = (await readdir(folder)).find(
    (entry) => /^offline-run-/.test(entry) && entry.endsWith(`-${run}`),
  );
  if (name === undefined) throw new Error('The client left no offline run behind.');
  return join(folder, name);
}
