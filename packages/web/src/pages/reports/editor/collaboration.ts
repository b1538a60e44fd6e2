import { Extension } from '@tiptap/core';
import type { DecorationAttrs } from '@tiptap/pm/view';
import {
  defaultDeleteFilter,
  defaultProtectedNodes,
  redo,
  undo,
  yCursorPlugin,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
} from 'y-prosemirror';
import { UndoManager } from 'yjs';
import type { ReportSync } from '../sync/report-sync.ts';
import { readChoiceInTime } from './choice-in-time.ts';
import styles from './editor.module.css';

/** Somebody who has the report open. */
export interface Editing {
  readonly name: string;
  /** Number of the colour of runs that marks what they point at. */
  readonly colour: number;
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    collaboration: {
      undo: () => ReturnType;
      redo: () => ReturnType;
    };
  }
}

/** Keeps the document the same on all screens, and shows where others are. Undo takes back one's own. */
export const Collaboration = Extension.create<
  { readonly sync: ReportSync | null },
  { end: (() => void) | null }
>({
  name: 'collaboration',
  priority: 1_000,
  addOptions: () => ({ sync: null }),
  addStorage: () => ({ end: null }),
  addCommands() {
    return {
      undo:
        () =>
        ({ state, tr, dispatch }) => {
          tr.setMeta('preventDispatch', true);
          return dispatch ? undo(state) : true;
        },
      redo:
        () =>
        ({ state, tr, dispatch }) => {
          tr.setMeta('preventDispatch', true);
          return dispatch ? redo(state) : true;
        },
    };
  },
  addKeyboardShortcuts() {
    return {
      'Mod-z': () => this.editor.commands.undo(),
      'Mod-y': () => this.editor.commands.redo(),
      'Shift-Mod-z': () => this.editor.commands.redo(),
    };
  },
  onCreate() {
    const { sync } = this.options;
    this.storage.end = sync?.beforeOthers(() => readChoiceInTime(this.editor.view)) ?? null;
  },
  onDestroy() {
    this.storage.end?.();
  },
  addProseMirrorPlugins() {
    const { sync } = this.options;
    if (sync === null) return [];
    return [
      ySyncPlugin(sync.body),
      yUndoPlugin({ undoManager: createUndo(sync) }),
      yCursorPlugin(sync.awareness, { cursorBuilder: drawCursor, selectionBuilder: markSelection }),
    ];
  },
});

/**
 * What one did oneself. The plugin ends it whenever any plugin is added to the editor, with all that
 * could be taken back; it ends with the document instead.
 */
function createUndo({ body }: ReportSync): UndoManager {
  const undoManager = new UndoManager(body, {
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: ({ meta }) => meta.get('addToHistory') !== false,
  });
  undoManager.destroy = () => {};
  return undoManager;
}

/** What others send is only text and a number here: nothing of it becomes a style or an element. */
export function readEditing(user: unknown): Editing {
  const { name, colour } = (user ?? {}) as { readonly name?: unknown; readonly colour?: unknown };
  return {
    name: typeof name === 'string' ? name.slice(0, 80) : 'Somebody',
    colour: typeof colour === 'number' && Number.isInteger(colour) ? Math.abs(colour) % 10 : 0,
  };
}

function drawCursor(user: unknown): HTMLElement {
  const { name, colour } = readEditing(user);
  const cursor = document.createElement('span');
  cursor.className = styles['cursor'] ?? '';
  cursor.style.setProperty('--who', `var(--run-${colour})`);
  const label = document.createElement('span');
  label.className = styles['cursorName'] ?? '';
  label.textContent = name;
  cursor.append('\u2060', label, '\u2060');
  return cursor;
}

function markSelection(user: unknown): DecorationAttrs {
  const { colour } = readEditing(user);
  return { class: `${styles['othersSelection'] ?? ''} ${styles[`who${colour}`] ?? ''}` };
}
