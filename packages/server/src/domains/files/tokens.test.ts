import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunId } from '../runs/index.ts';
import { createTransferTokens, type Grant } from './tokens.ts';

const HOUR = 3_600_000;
const time = { now: Date.UTC(2026, 10, 23) };
const clock = () => time.now;
const tokens = createTransferTokens(randomBytes(32), clock);

const grant = fc.record({
  use: fc.constantFrom('upload' as const, 'download' as const),
  runId: fc.integer({ min: 1, max: 2 ** 53 - 1 }).map((id) => id as RunId),
  name: fc.string({ unit: 'grapheme', minLength: 1 }),
});

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'forbidden', message: expect.stringMatching(message) });

describe('a token', () => {
  it('gives back what was granted, in letters that need no escape in an address', () => {
    fc.assert(
      fc.property(grant, (given) => {
        const token = tokens.sign(given, HOUR);
        expect(token).toMatch(/^[A-Za-z0-9_.-]+$/);
        expect(tokens.verify(token, given.use)).toEqual(given);
      }),
    );
  });

  it('is for one use', () => {
    fc.assert(
      fc.property(grant, (given) => {
        const other: Grant['use'] = given.use === 'upload' ? 'download' : 'upload';
        expect(() => tokens.verify(tokens.sign(given, HOUR), other)).toThrow(
          refused(/other|another/),
        );
      }),
    );
  });

  it('is worth nothing once any letter of it is another', () => {
    fc.assert(
      fc.property(grant, fc.nat(), fc.nat(), (given, where, letter) => {
        const token = tokens.sign(given, HOUR);
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
        const at = where % token.length;
        const put = letters[letter % letters.length] ?? 'A';
        const forged = token.slice(0, at) + put + token.slice(at + 1);
        // The last letter of base64 has bits that mean nothing.
        if (forged === token || at === token.length - 1) return;
        expect(() => tokens.verify(forged, given.use)).toThrow(refused(/not given out/));
      }),
    );
  });

  it('ends with its time', () => {
    const given = { use: 'download', runId: 7 as RunId, name: 'a' } as const;
    const token = tokens.sign(given, HOUR);
    time.now += HOUR - 1;
    expect(tokens.verify(token, 'download')).toEqual(given);
    time.now += 1;
    expect(() => tokens.verify(token, 'download')).toThrow(refused(/expired/));
  });

  it('of another secret, or none, is refused', () => {
    const foreign = createTransferTokens(randomBytes(32), clock);
    const given = { use: 'upload', runId: 7 as RunId, name: 'a' } as const;
    const token = foreign.sign(given, HOUR);
    for (const bad of [token, '', '.', '..', 'a', 'a.b', `${tokens.sign(given, HOUR)}.x`, '\0']) {
      expect(() => tokens.verify(bad, 'upload')).toThrow(refused(/not given out/));
    }
  });
});
