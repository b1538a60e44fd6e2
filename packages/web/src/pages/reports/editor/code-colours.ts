import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { type CodeToken, codeTokens } from './code-tokens.ts';
import styles from './editor.module.css';

const KEY = new PluginKey<DecorationSet>('codeColours');

/** Colours in blocks of code. They are only drawn: the document holds the plain text. */
export const CodeColours = Extension.create({
  name: 'codeColours',
  addProseMirrorPlugins() {
    // A block that did not change is the same object, and so are its parts.
    const known = new WeakMap<Node, readonly CodeToken[]>();
    const colour = (doc: Node): DecorationSet => {
      const all: Decoration[] = [];
      doc.descendants((node, position) => {
        if (node.type.name !== 'codeBlock') return !node.isTextblock;
        const tokens =
          known.get(node) ?? codeTokens(node.textContent, String(node.attrs['language'] ?? ''));
        known.set(node, tokens);
        const start = position + 1;
        for (const { from, to, kind } of tokens) {
          const attributes = { class: styles[`code-${kind}`] ?? '' };
          all.push(Decoration.inline(start + from, start + to, attributes));
        }
        return false;
      });
      return DecorationSet.create(doc, all);
    };
    return [
      new Plugin({
        key: KEY,
        state: {
          init: (_, { doc }) => colour(doc),
          apply: (change, before) => (change.docChanged ? colour(change.doc) : before),
        },
        props: { decorations: (state) => KEY.getState(state) },
      }),
    ];
  },
});
