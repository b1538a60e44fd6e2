import { newBlockId } from '@runloom/model';
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { ySyncPluginKey } from 'y-prosemirror';

/** Every block at the top gets a name that no other has: comments, links and evidence hang on it. */
export const BlockIds = Extension.create({
  name: 'blockIds',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction(transactions, _before, after) {
        const isOurs = transactions.some(
          (one) => one.docChanged && one.getMeta(ySyncPluginKey) === undefined,
        );
        if (!isOurs) return null;
        const used = new Set<string>();
        const change = after.tr;
        after.doc.forEach((node, position) => {
          const id: unknown = node.attrs['block'];
          if (typeof id === 'string' && !used.has(id)) {
            used.add(id);
            return;
          }
          // A copy of a block is another block.
          const fresh = newBlockId();
          used.add(fresh);
          change.setNodeAttribute(position, 'block', fresh);
        });
        return change.docChanged ? change.setMeta('addToHistory', false) : null;
      },
    }),
  ],
});
