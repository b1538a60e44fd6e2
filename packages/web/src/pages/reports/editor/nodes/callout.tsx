import { CALLOUT_TONES } from '@runloom/model';
import { Node, wrappingInputRule } from '@tiptap/core';

export type Tone = (typeof CALLOUT_TONES)[number];

export const readTone = (value: unknown): Tone =>
  CALLOUT_TONES.find((tone) => tone === value) ?? 'note';

/** A box that stands out from the text, for what must not be passed over. */
export const Callout = Node.create({
  name: 'callout',
  addAttributes: () => ({
    tone: {
      parseHTML: (element: HTMLElement) => readTone(element.getAttribute('data-callout')),
      renderHTML: ({ tone }: Record<string, unknown>) => ({ 'data-callout': readTone(tone) }),
    },
  }),
  parseHTML: () => [{ tag: 'aside[data-callout]' }],
  renderHTML: ({ HTMLAttributes }) => ['aside', { ...HTMLAttributes, role: 'note' }, 0],
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^\[!(note|tip|warning|danger)\]\s$/i,
        type: this.type,
        getAttributes: ([, tone]) => ({ tone: readTone(tone?.toLowerCase()) }),
      }),
    ];
  },
  addKeyboardShortcuts() {
    return {
      // An empty line at the end leaves the box, as in lists.
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        const isInBox = $from.depth >= 2 && $from.node(-1).type === this.type;
        if (!empty || !isInBox || $from.parent.content.size > 0) return false;
        if ($from.index(-1) !== $from.node(-1).childCount - 1) return false;
        return editor.commands.liftEmptyBlock();
      },
    };
  },
});
