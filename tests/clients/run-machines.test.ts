import { expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

it('the machine that a client tells of is a field of its runs', async () => {
  for (const run of ['one', 'two']) {
    const { code, output } = await stage.machine.run('logs_once.py', { args: ['machines', run] });
    expect(code, output).toBe(0);
  }
  const text = '/api/v1/projects/admin/machines/runs/rows';
  const columns = ['python', 'os', 'cpuCount', 'client', 'gpu'].map((field) => ({ field }));
  const { text: answer } = await stage.api.send('POST', text, { columns });
  const rows = (JSON.parse(answer) as { rows: { values: unknown[] }[] }).rows;
  for (const { values } of rows) {
    const [python, os, cores, client] = values;
    expect(python).toMatch(/3\.\d+\.\d+/);
    expect(os).toMatch(/linux|darwin/i);
    expect(cores).toBeGreaterThan(0);
    expect(client).toMatch(/^\d+\.\d+/);
  }
  const questions = [
    { filters: { 'metadata.python': rows[0]?.values[0], 'metadata.cpu_count': { $gte: 1 } } },
    { filters: { 'metadata.os': { $ne: rows[0]?.values[1] } } },
    { filters: { 'metadata.gpu': 'a device that nobody has' } },
  ];
  const { output } = await stage.machine.run('list_runs.py', {
    args: ['admin/machines', JSON.stringify(questions)],
  });
  const [here, elsewhere, none] = JSON.parse(/^ANSWERS (.*)$/m.exec(output)?.[1] ?? '[]');
  expect(here).toEqual({ count: 2, names: ['one', 'two'] });
  expect(elsewhere).toEqual({ count: 0, names: [] });
  expect(none).toEqual({ count: 0, names: [] });
});
