import { describe, expect, it } from 'vitest';
import { createSignedTexts } from './signed-texts.ts';

const SECRET = new Uint8Array(32).fill(7);

function setUp(purpose = 'a test') {
  let now = 1_000_000;
  const clock = () => now;
  return {
    texts: createSignedTexts(SECRET, purpose, clock),
    /** As the same server after a start. */
    restarted: createSignedTexts(SECRET, purpose, clock),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('signed texts', () => {
  it('are given back as often as their token comes, also after a start', () => {
    const { texts, restarted } = setUp();
    const token = texts.sign('ä {"a": 1}', 1000);

    const read = [texts.verify(token), texts.verify(token), restarted.verify(token)];

    expect(read).toEqual(Array(3).fill('ä {"a": 1}'));
    expect(token).toMatch(/^[\w.-]+$/);
  });

  it('are refused when anything of their token was changed, whether it is remembered or not', () => {
    const { texts, restarted } = setUp();
    const token = texts.sign('mine', 1000);
    const [content = '', signature = ''] = token.split('.');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const other = texts.sign('yours', 1000);

    for (const made of [
      `${content}.${flipped}`,
      `${content}.${signature.slice(1)}`,
      `${content}.`,
      content,
      `${token}.${signature}`,
      `${content}.${other.split('.')[1]}`,
      '',
    ]) {
      for (const reader of [texts, restarted]) {
        expect(() => reader.verify(made)).toThrow(/not given out by this server/);
      }
    }
    expect(texts.verify(token)).toBe('mine');
  });

  it('are refused once they are too old', () => {
    const { texts, pass } = setUp();
    const token = texts.sign('short', 1000);

    pass(999);
    expect(texts.verify(token)).toBe('short');
    pass(1);
    expect(() => texts.verify(token)).toThrow(/expired/);
  });

  it('mean nothing where the secret signs something else', () => {
    const token = setUp('one').texts.sign('text', 1000);

    expect(() => setUp('another').texts.verify(token)).toThrow(/not given out by this server/);
  });

  it('hold when more are out than are remembered', () => {
    const { texts } = setUp();
    const tokens = Array.from({ length: 10_050 }, (_, index) => texts.sign(String(index), 1000));

    expect(tokens.map((token) => texts.verify(token))).toEqual(
      tokens.map((_, index) => `${index}`),
    );
  });
});
