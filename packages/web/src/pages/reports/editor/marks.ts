import { Mark, markInputRule } from '@tiptap/core';

/** Grounds that text can be marked with; they are light, so the text on them stays dark. */
export const HIGHLIGHTS = [
  { colour: '#fde68a', name: 'Yellow' },
  { colour: '#bbf7d0', name: 'Green' },
  { colour: '#bfdbfe', name: 'Blue' },
  { colour: '#fbcfe8', name: 'Pink' },
] as const;

const HEX = /^#[0-9a-f]{6}$/;

/** Text on a coloured ground, as by a marker. */
export const Highlight = Mark.create({
  name: 'highlight',
  addAttributes: () => ({
    colour: {
      parseHTML: (element: HTMLElement) => {
        const colour = element.getAttribute('data-colour') ?? '';
        return HEX.test(colour) ? colour : null;
      },
      renderHTML: ({ colour }: Record<string, unknown>) =>
        typeof colour === 'string' && HEX.test(colour)
          ? { 'data-colour': colour, style: `background-color: ${colour}; color: var(--on-mark)` }
          : {},
    },
  }),
  parseHTML: () => [{ tag: 'mark' }],
  renderHTML: ({ HTMLAttributes }) => ['mark', HTMLAttributes, 0],
  addInputRules() {
    return [markInputRule({ find: /(?:^|\s)(==([^=]+)==)$/, type: this.type })];
  },
});

/** Text that people talk about; several threads may be about the same words. */
export const CommentMark = Mark.create({
  name: 'comment',
  addAttributes: () => ({
    thread: {
      parseHTML: (element: HTMLElement) => element.getAttribute('data-thread'),
      renderHTML: ({ thread }: Record<string, unknown>) => ({ 'data-thread': String(thread) }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-thread]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});
