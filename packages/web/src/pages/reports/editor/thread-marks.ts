import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import styles from './editor.module.css';

interface ThreadMarksState {
  /** Threads that go on; the marks of all others are not drawn. */
  readonly open: ReadonlySet<string>;
  readonly active: string | null;
  readonly decorations: DecorationSet;
}

const KEY = new PluginKey<ThreadMarksState>('threadMarks');

export const setThreads = (
  change: Transaction,
  threads: Partial<Pick<ThreadMarksState, 'open' | 'active'>>,
): Transaction => change.setMeta(KEY, threads);

/** Draws the text that people talk about while they do. */
export const ThreadMarks = Extension.create<{ readonly onPress: (thread: string) => void }>({
  name: 'threadMarks',
  addOptions: () => ({ onPress: () => {} }),
  addProseMirrorPlugins() {
    const { onPress } = this.options;
    return [
      new Plugin<ThreadMarksState>({
        key: KEY,
        state: {
          init: () => ({ open: new Set(), active: null, decorations: DecorationSet.empty }),
          apply(change, before) {
            const told = change.getMeta(KEY) as Partial<ThreadMarksState> | undefined;
            if (told === undefined && !change.docChanged) return before;
            const next = { ...before, ...told };
            return { ...next, decorations: draw(change.doc, next) };
          },
        },
        props: {
          decorations: (state) => KEY.getState(state)?.decorations,
          handleClick(view, position) {
            const [thread] = threadsAt(view.state, position).filter((one) =>
              KEY.getState(view.state)?.open.has(one),
            );
            if (thread !== undefined) onPress(thread);
            return false;
          },
        },
      }),
    ];
  },
});

function draw(doc: Node, { open, active }: Pick<ThreadMarksState, 'open' | 'active'>) {
  const all: Decoration[] = [];
  doc.descendants((node, position) => {
    for (const mark of node.marks) {
      const thread = String(mark.attrs['thread'] ?? '');
      if (mark.type.name !== 'comment' || !open.has(thread)) continue;
      const name = thread === active ? styles['talkedNow'] : styles['talked'];
      all.push(Decoration.inline(position, position + node.nodeSize, { class: name ?? '' }));
    }
    return true;
  });
  return DecorationSet.create(doc, all);
}

function threadsAt(state: EditorState, position: number): readonly string[] {
  const { marks } = state.doc.nodeAt(position) ?? { marks: [] };
  return marks.flatMap(({ type, attrs }) =>
    type.name === 'comment' ? String(attrs['thread']) : [],
  );
}

/** Where each thread's text begins, by thread. */
export function threadPlaces(doc: Node): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  doc.descendants((node, position) => {
    for (const { type, attrs } of node.marks) {
      const thread = String(attrs['thread'] ?? '');
      if (type.name === 'comment' && !places.has(thread)) places.set(thread, position);
    }
    return true;
  });
  return places;
}

/** Takes the mark of a thread away wherever it stands. */
export function removeThread(state: EditorState, thread: string): Transaction {
  const change = state.tr;
  state.doc.descendants((node, position) => {
    for (const mark of node.marks) {
      if (mark.type.name === 'comment' && mark.attrs['thread'] === thread) {
        change.removeMark(position, position + node.nodeSize, mark);
      }
    }
    return true;
  });
  return change;
}
