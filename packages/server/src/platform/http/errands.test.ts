import { expect, test } from 'vitest';
import { createErrands } from './errands.ts';

test('a key is good while its work goes on, and for nothing after it', async () => {
  const errands = createErrands<string>();
  let key = '';
  const result = await errands.run('ada', async (own) => {
    key = own;
    expect(errands.whose(own)).toBe('ada');
    return 7;
  });
  expect([result, errands.whose(key)]).toEqual([7, null]);
  const failing = errands.run('bob', async (own) => {
    key = own;
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(errands.whose(key)).toBeNull();
  expect(errands.whose('')).toBeNull();
});
