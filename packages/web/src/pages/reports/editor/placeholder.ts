import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import styles from './editor.module.css';

/** Says in the empty line that holds the cursor how a block is made. */
export const Placeholder = Extension.create({
  name: 'placeholder',
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          decorations({ doc, selection }) {
            const { $from, empty } = selection;
            const line = $from.parent;
            const isLine = line.type.name === 'paragraph' && line.content.size === 0;
            if (!editor.isEditable || !empty || !isLine || $from.depth > 1) return null;
            const start = $from.before();
            return DecorationSet.create(doc, [
              Decoration.node(start, start + line.nodeSize, {
                class: styles['placeholder'] ?? '',
                'data-placeholder': 'Write, or type / for blocks',
              }),
            ]);
          },
        },
      }),
    ];
  },
});
