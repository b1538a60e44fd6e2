import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readAnswer } from './answer-bytes.ts';
import { AnswerMemory } from './answer-memory.ts';

it('gives the memory of an answer to the next one', () => {
  const memory = new AnswerMemory();
  const first = memory.take(1000);
  memory.giveBack(first.subarray(0, 10));
  expect(memory.take(2000).buffer).toBe(first.buffer);
  // It is in use now.
  expect(memory.take(1).buffer).not.toBe(first.buffer);
  memory.release();
});

it('never gives what it did not make: small buffers share their memory with those of others', () => {
  const memory = new AnswerMemory();
  const foreign = Buffer.concat([Buffer.from('a'), Buffer.from('b')]);
  memory.giveBack(foreign);
  expect(memory.take(1).buffer).not.toBe(foreign.buffer);
});

it.each([
  ['of a known length', 5, ['ab', 'cde']],
  ['of a length that nobody told', null, ['ab', 'cde']],
  ['longer than it said', 2, ['ab', 'x'.repeat(300_000)]],
])('reads an answer %s', async (_what, told, pieces) => {
  const memory = new AnswerMemory();
  const stream = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  const answer = await readAnswer(stream, told, (size) => memory.take(size));
  expect(answer.toString()).toBe(pieces.join(''));
  memory.giveBack(answer);
  memory.release();
});
