import type { CallRulesView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { COMMON, changeDraft, draftOf, filled, inputOf, shareOf } from './draft.ts';

const SAVED: CallRulesView = {
  redactions: [
    { kind: 'pattern', pattern: 'a+', replacement: '[a]' },
    { kind: 'path', path: 'inputs.b', replacement: '' },
  ],
  sampleRate: 0.07,
  updatedAt: null,
  updatedBy: null,
};

describe('rules as they are typed', () => {
  it('are what is saved', () => {
    const { redactions, sampleRate } = SAVED;
    expect(draftOf(SAVED).percent).toBe('7');
    expect(inputOf(draftOf(SAVED))).toEqual({ redactions, sampleRate });
  });

  it('are added, changed and removed, each by a key of its own', () => {
    const added = changeDraft(draftOf(SAVED), {
      kind: 'add',
      redaction: { kind: 'path', text: '', replacement: 'x' },
    });
    expect(added.redactions.map(({ key }) => key)).toEqual([1, 2, 3]);
    const edited = changeDraft(added, { kind: 'edit', key: 3, part: { text: 'output' } });
    const removed = changeDraft(edited, { kind: 'remove', key: 1 });
    expect(inputOf(removed).redactions).toEqual([
      { kind: 'path', path: 'inputs.b', replacement: '' },
      { kind: 'path', path: 'output', replacement: 'x' },
    ]);
  });

  it('leave out rows in which nothing stands yet', () => {
    const draft = changeDraft(draftOf(SAVED), { kind: 'edit', key: 1, part: { text: '' } });
    expect(filled(draft.redactions).map(({ key }) => key)).toEqual([2]);
    expect(inputOf(draft).redactions).toHaveLength(1);
  });

  it.each([
    ['100', 1],
    ['0', 0],
    ['12.5', 0.125],
    ['', null],
    ['101', null],
    ['-1', null],
    ['half', null],
  ])('keep %s percent as %s', (text, share) => {
    expect(shareOf(text)).toBe(share);
  });

  it.each([
    ['E-mail addresses', 'write to ann.b+c@mail.example.org now', 'ann.b+c@mail.example.org'],
    ['Keys of APIs', 'key sk-proj-abcdefghijklmnop1234', 'sk-proj-abcdefghijklmnop1234'],
    ['Numbers of cards', 'card 4111 1111 1111 1111.', '4111 1111 1111 1111'],
  ])('offer a pattern for: %s', (title, text, found) => {
    const [, redaction] = COMMON.find(([name]) => name === title) ?? [];
    expect(new RegExp(redaction?.text ?? '').exec(text)?.[0]).toBe(found);
  });
});
