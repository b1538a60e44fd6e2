import { expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();

it('artifacts grow by increments, by many writers, and hold media and code', async () => {
  const { code, output } = await stage.machine.run('artifact_writers.py', { args: ['looms'] });
  expect(code, output).toBe(0);
  const facts = JSON.parse(/^FACTS (.*)$/m.exec(output)?.[1] ?? '{}');
  expect(facts).toMatchObject({
    grows: ['v2', ['0.txt', '1.txt', '2.txt']],
    shared: ['v0', ['one.txt', 'two.txt']],
    texts: { 'one.txt': 'one', 'two.txt': 'two' },
    pixels: [0, 255],
  });
  expect(facts.pictures[1]).toHaveLength(3);
  expect(facts.logged).toContain('code train.py');
  expect(complaintsIn(output).filter((line) => !/incremental|beta/.test(line))).toEqual([]);
});
