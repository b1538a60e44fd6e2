import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import styles from './editor.module.css';

/** What is looked for in the report, and where it stands. */
export interface FindState {
  readonly search: string;
  readonly matches: readonly { readonly from: number; readonly to: number }[];
  /** Place of the one that is looked at; -1: none. */
  readonly at: number;
}

interface PluginState extends FindState {
  readonly decorations: DecorationSet;
}

type FindAction = { readonly search?: string; readonly at?: number };

const KEY = new PluginKey<PluginState>('find');
const MOST_MATCHES = 2_000;
const NOTHING: PluginState = {
  search: '',
  matches: [],
  at: -1,
  decorations: DecorationSet.empty,
};

export const findStateOf = (state: Parameters<typeof KEY.getState>[0]): FindState =>
  KEY.getState(state) ?? NOTHING;

/** Marks a text wherever the report has it. */
export const setFind = (change: Transaction, action: FindAction): Transaction =>
  change.setMeta(KEY, action);

export const Find = Extension.create({
  name: 'find',
  addProseMirrorPlugins: () => [
    new Plugin<PluginState>({
      key: KEY,
      state: {
        init: () => NOTHING,
        apply(change, before) {
          const action = change.getMeta(KEY) as FindAction | undefined;
          if (action === undefined && (!change.docChanged || before.search === '')) return before;
          const search = action?.search ?? before.search;
          const isSame = search === before.search && !change.docChanged;
          const matches = isSame ? before.matches : matchesIn(change.doc, search);
          const wanted = action?.at ?? (isSame ? before.at : 0);
          const at = matches.length === 0 ? -1 : (wanted + matches.length) % matches.length;
          const decorations = DecorationSet.create(
            change.doc,
            matches.map(({ from, to }, index) =>
              Decoration.inline(from, to, {
                class: (index === at ? styles['foundNow'] : styles['found']) ?? '',
              }),
            ),
          );
          return { search, matches, at, decorations };
        },
      },
      props: { decorations: (state) => KEY.getState(state)?.decorations },
    }),
  ],
});

/** Without regard to case; a text may reach over marks, not over blocks. */
function matchesIn(doc: Node, search: string): FindState['matches'] {
  const wanted = search.toLowerCase();
  const found: { readonly from: number; readonly to: number }[] = [];
  if (wanted === '') return found;
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    // An inline block stands for one character, so that places stay.
    const text = node
      .textBetween(0, node.content.size, undefined, '\ufffc')
      .replaceAll('İ', 'I')
      .toLowerCase();
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
      if (found.length >= MOST_MATCHES) return false;
      found.push({ from: position + 1 + from, to: position + 1 + from + wanted.length });
    }
    return false;
  });
  return found;
}
