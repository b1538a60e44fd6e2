import { describe, expect, it } from 'vitest';
import { type KeyPress, matchesShortcut, shortcutText } from './keys.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe('matchesShortcut', () => {
  it('takes Ctrl for mod, and the command key on a Mac', () => {
    expect(matchesShortcut('mod+k', press('k', { ctrlKey: true }), null, false)).toBe(true);
    expect(matchesShortcut('mod+k', press('k', { metaKey: true }), null, false)).toBe(false);
    expect(matchesShortcut('mod+k', press('k', { metaKey: true }), null, true)).toBe(true);
    expect(matchesShortcut('mod+k', press('k'), null, false)).toBe(false);
  });

  it('does not ask for Shift where a sign may need it', () => {
    expect(matchesShortcut('?', press('?', { shiftKey: true }), null, false)).toBe(true);
    expect(matchesShortcut('?', press('?'), null, false)).toBe(true);
  });

  it('tells letters with Shift from letters without', () => {
    expect(matchesShortcut('n', press('N', { shiftKey: true }), null, false)).toBe(false);
    expect(matchesShortcut('shift+n', press('N', { shiftKey: true }), null, false)).toBe(true);
  });

  it('needs both keys of a sequence, in order', () => {
    expect(matchesShortcut('g h', press('h'), 'g', false)).toBe(true);
    expect(matchesShortcut('g h', press('h'), null, false)).toBe(false);
    expect(matchesShortcut('g h', press('g'), 'h', false)).toBe(false);
  });
});

describe('shortcutText', () => {
  it('names keys as the keyboard does', () => {
    expect(shortcutText('mod+k', true)).toBe('⌘K');
    expect(shortcutText('mod+k', false)).toBe('Ctrl K');
    expect(shortcutText('g h', false)).toBe('G then H');
    expect(shortcutText('?', false)).toBe('?');
  });
});
