import { expect, it } from 'vitest';
import { SpareMemory } from './spare-memory.ts';

it('gives what was given back to who asks next', () => {
  const memory = new SpareMemory();
  const first = memory.take(1000);
  memory.giveBack(first.subarray(0, 10));
  expect(memory.take(2000).buffer).toBe(first.buffer);
  // It is in use now.
  expect(memory.take(1).buffer).not.toBe(first.buffer);
  memory.release();
});

it('never gives what it did not make: small buffers share their memory with those of others', () => {
  const memory = new SpareMemory();
  const foreign = Buffer.concat([Buffer.from('a'), Buffer.from('b')]);
  memory.giveBack(foreign);
  expect(memory.take(1).buffer).not.toBe(foreign.buffer);
});
