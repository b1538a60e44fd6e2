import { describe, expect, it } from 'vitest';
import type { UserId } from '../../accounts/index.ts';
import { cutsBefore, isVersionDue, PAUSE_MS, withChange } from './version-rule.ts';

const ada = 1 as UserId;
const bob = 2 as UserId;
const MINUTE = 60_000;

describe('a version', () => {
  it('is due after a pause, and never when nothing changed', () => {
    expect(isVersionDue(null, 10 * PAUSE_MS)).toBe(false);
    const changed = withChange(null, ada, 0);
    expect(isVersionDue(changed, PAUSE_MS - 1)).toBe(false);
    expect(isVersionDue(changed, PAUSE_MS)).toBe(true);
  });

  it('is due for who writes on and on, too', () => {
    let changed = withChange(null, ada, 0);
    for (let at = 0; at < 15 * MINUTE; at += MINUTE) {
      changed = withChange(changed, ada, at);
      expect(isVersionDue(changed, at)).toBe(false);
    }
    expect(isVersionDue(changed, 15 * MINUTE)).toBe(true);
  });

  it('is cut before somebody else goes on, but not for people who type together', () => {
    const together = withChange(withChange(null, ada, 0), bob, 1_000);
    expect(cutsBefore(together, ada, 5 * MINUTE)).toBe(false);
    expect(cutsBefore(together, bob, 5 * MINUTE)).toBe(false);
    const alone = withChange(null, ada, 0);
    expect(cutsBefore(alone, bob, MINUTE - 1)).toBe(false);
    expect(cutsBefore(alone, bob, MINUTE)).toBe(true);
    expect(cutsBefore(null, bob, MINUTE)).toBe(false);
  });

  it('knows how many changes each author sent', () => {
    const changed = [ada, bob, ada].reduce<ReturnType<typeof withChange> | null>(
      (before, author, at) => withChange(before, author, at),
      null,
    );
    expect(changed).toEqual({
      since: 0,
      lastAt: 2,
      authors: new Map([
        [ada, 2],
        [bob, 1],
      ]),
    });
  });
});
