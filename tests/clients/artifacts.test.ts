import { expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

it('artifacts are logged, used, linked, changed and deleted by the client', async () => {
  const { code, output } = await stage.machine.run('artifacts.py', { args: ['looms'] });
  expect(code, output).toBe(0);
  console.log(output);
});
