import { execFile } from 'node:child_process';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientMachine, complaintsIn, createClientMachine } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const run = promisify(execFile);

/** A machine of its own for a group of tests: what one leaves behind is in the other's way. */
function setMachine(): () => ClientMachine {
  let machine: ClientMachine | undefined;
  beforeAll(async () => {
    machine = await createClientMachine(stage.server);
  });
  afterAll(() => machine?.dispose());
  return () => {
    if (machine === undefined) throw new Error('The machine stands only while tests run.');
    return machine;
  };
}

async function logOffline(machine: ClientMachine, project: string, id: string): Promise<void> {
  const args = ['--run-id', id, '--project', project, '--steps', '300'];
  const outcome = await machine.run('numpy_training.py', {
    args,
    env: { WANDB_MODE: 'offline' },
  });
  expect(outcome).toMatchObject({ code: 0 });
}

async function offlineFile(machine: ClientMachine, id: string): Promise<string> {
  const folder = join(machine.directory, 'wandb');
  const name = (await readdir(folder)).find((entry) => entry.endsWith(id));
  if (name === undefined) throw new Error(`The client left nothing behind of ${id}.`);
  return join(folder, name, `run-${id}.wandb`);
}

describe('wandb sync', () => {
  const machine = setMachine();

  it('sends all runs of a folder, each once', async () => {
    await logOffline(machine(), 'folder', 'one');
    await logOffline(machine(), 'folder', 'two');
    const synced = await machine().wandb(['sync', '--yes']);
    expect(synced).toMatchObject({ code: 0 });
    expect(complaintsIn(synced.output)).toEqual([]);
    for (const id of ['one', 'two']) {
      const address = { entity: 'admin', project: 'folder', run: id };
      expect(await stage.api.run(address)).toMatchObject({ state: 'finished', lastStep: 299 });
      expect(await stage.api.history(address)).toHaveLength(300);
    }

    const again = await machine().wandb(['sync', '--yes', '--include-synced']);
    expect(again).toMatchObject({ code: 0 });
    expect((await stage.api.runs('admin', 'folder')).totalCount).toBe(2);
    const rows = await stage.api.history({ entity: 'admin', project: 'folder', run: 'one' });
    expect(rows.map((row) => row.get('_step'))).toEqual(Array.from(rows.keys()));
    expect(rows).toHaveLength(300);
  });

  it('sends what is left of a run whose file was cut short', async () => {
    await logOffline(machine(), 'cut', 'short');
    const file = await offlineFile(machine(), 'short');
    await truncate(file, Math.floor((await stat(file)).size / 2));
    const synced = await machine().wandb(['sync', file]);
    const rows = await stage.api.history({ entity: 'admin', project: 'cut', run: 'short' });
    expect(synced.output).not.toMatch(/Traceback/);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.length).toBeLessThan(300);
    expect(rows.map((row) => row.get('_step'))).toEqual(Array.from(rows.keys()));
  });

  it('sends a run to another project under another name', async () => {
    await logOffline(machine(), 'there', 'before');
    const file = await offlineFile(machine(), 'before');
    const args = ['sync', '--project', 'here', '--id', 'after', file];
    expect(await machine().wandb(args)).toMatchObject({ code: 0 });
    const address = { entity: 'admin', project: 'here', run: 'after' };
    expect(await stage.api.history(address)).toHaveLength(300);
    expect((await stage.api.send('GET', '/api/v1/projects/admin/there')).status).toBe(404);
  });
});

// Offline, client 0.31.0 itself panics when it syncs such a run, before it asks the server anything.
describe('TensorBoard event files', () => {
  it('become rows of the run that wrote them', async () => {
    const logged = await stage.machine.run('tensorboard_run.py', { args: ['events'] });
    expect(logged).toMatchObject({ code: 0 });
    const address = { entity: 'admin', project: 'tensorboard', run: 'events' };
    const rows = await stage.api.history(address);
    expect(rows.map((row) => row.get('train/accuracy'))).toEqual(
      Array.from({ length: 20 }, (_, step) => expect.closeTo(step / 20, 6)),
    );
    expect(rows.map((row) => row.get('global_step'))).toEqual(Array.from(rows.keys()));
    const { files } = await stage.api.files(address);
    expect(files.filter(({ name }) => name.includes('tfevents'))).toHaveLength(1);
  });
});

describe('the wandb command', () => {
  const machine = setMachine();
  beforeAll(async () => {
    const { directory } = machine();
    await writeFile(join(directory, 'model.txt'), 'committed\n');
    await writeFile(join(directory, '.gitignore'), 'wandb\n.cache\n.config\n.local\norigin.git\n');
    const git = (...args: string[]) => run('git', args, { cwd: directory });
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('config', 'user.email', 'ada@example.com');
    await git('config', 'user.name', 'Ada');
    await git('init', '--quiet', '--bare', 'origin.git');
    await git('remote', 'add', 'origin', join(directory, 'origin.git'));
    await git('add', 'model.txt', '.gitignore');
    await git('commit', '--quiet', '--message', 'First');
    await writeFile(join(directory, 'model.txt'), 'changed\n');
    const logged = await machine().run('logs_once.py', {
      args: ['commands', 'first'],
      env: { WANDB_SAVE_CODE: 'true' },
    });
    expect(logged).toMatchObject({ code: 0 });
    await git('checkout', '--quiet', '--', 'model.txt');
  });

  it('pull brings the files of a run', async () => {
    const pulled = await machine().wandb(['pull', '-p', 'commands', '-e', 'admin', 'first']);
    expect(pulled).toMatchObject({ code: 0 });
    const read = (name: string) => readFile(join(machine().directory, name), 'utf8');
    expect(await read('config.yaml')).toContain('value: once');
    expect(JSON.parse(await read('wandb-summary.json'))).toMatchObject({ value: 1 });
    expect(await read('diff.patch')).toContain('+changed');
  });

  it('restore brings back the config and the code with its uncommitted changes', async () => {
    const { directory } = machine();
    const restored = await machine().wandb(['restore', 'admin/commands/first']);
    expect(restored).toMatchObject({ code: 0 });
    expect(await readFile(join(directory, 'model.txt'), 'utf8')).toBe('changed\n');
    const { stdout } = await run('git', ['branch', '--show-current'], { cwd: directory });
    expect(stdout.trim()).toBe('wandb/first');
    expect(await readFile(join(directory, 'wandb/config.yaml'), 'utf8')).toContain('once');
  });

  it('init, offline and online decide where the runs of a folder go', async () => {
    const init = ['init', '--project', 'commands', '--entity', 'admin', '--mode', 'online'];
    expect(await machine().wandb(init)).toMatchObject({ code: 0 });
    const settings = () => readFile(join(machine().directory, 'wandb/settings'), 'utf8');
    expect(await settings()).toMatch(/entity = admin\nproject = commands/);
    expect(await machine().wandb(['offline'])).toMatchObject({ code: 0 });
    const kept = await machine().run('logs_once.py', { args: ['commands', 'kept'] });
    expect(kept.output).toContain('wandb sync');
    expect((await stage.api.runs('admin', 'commands')).totalCount).toBe(1);
    expect(await machine().wandb(['online'])).toMatchObject({ code: 0 });
    const sent = await machine().run('logs_once.py', { args: ['commands', 'sent'] });
    expect(sent).toMatchObject({ code: 0 });
    expect((await stage.api.runs('admin', 'commands')).totalCount).toBe(2);
  });

  it('artifact ls finds none, and sweep says that there are none yet', async () => {
    const listed = await machine().wandb(['artifact', 'ls', 'admin/commands']);
    expect(listed).toMatchObject({ code: 0 });
    expect(complaintsIn(listed.output)).toEqual([]);
    await writeFile(
      join(machine().directory, 'sweep.yaml'),
      'program: train.py\nmethod: grid\nparameters: {x: {values: [1, 2]}}\n',
    );
    const sweep = await machine().wandb(['sweep', '--project', 'commands', 'sweep.yaml']);
    expect(sweep.code).not.toBe(0);
    expect(sweep.output).toContain('Sweeps come with a later release of Runloom.');
  });

  it('verify finds everything in order but what comes later and what needs https', async () => {
    const { output } = await machine().wandb(['verify', '--host', stage.server.url]);
    const failed = output
      .split('\n')
      .filter((line) => line.includes('❌'))
      .map((line) => line.replace(/\.*❌.*$/, ''));
    expect(failed).toEqual([
      'Checking requests to base url',
      'Checking requests made over signed URLs',
      'Checking sweep creation and agent execution',
    ]);
  });
});
