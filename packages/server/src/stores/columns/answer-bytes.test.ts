import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { SpareMemory } from '../../platform/spare-memory.ts';
import { readAnswer } from './answer-bytes.ts';

it.each([
  ['of a known length', 5, ['ab', 'cde']],
  ['of a length that nobody told', null, ['ab', 'cde']],
  ['longer than it said', 2, ['ab', 'x'.repeat(300_000)]],
])('reads an answer %s', async (_what, told, pieces) => {
  const memory = new SpareMemory();
  const stream = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  const answer = await readAnswer(stream, told, (size) => memory.take(size));
  expect(answer.toString()).toBe(pieces.join(''));
  memory.giveBack(answer);
  memory.release();
});
