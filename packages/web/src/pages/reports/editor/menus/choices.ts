import type { Editor, Range } from '@tiptap/core';
import { Extension } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import Suggestion, { type SuggestionProps } from '@tiptap/suggestion';

/** One thing of a menu that opens while one types. */
export interface TypedChoice {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly run: (editor: Editor, range: Range) => void;
}

/** The menu that is open; null: none. */
export interface TypedMenu {
  readonly label: string;
  readonly choices: readonly TypedChoice[];
  readonly at: number;
  readonly rect: DOMRect | null;
  readonly choose: (choice: TypedChoice) => void;
}

/** Tells React which menu is open. */
export interface TypedMenuStore {
  readonly read: () => TypedMenu | null;
  readonly watch: (listener: () => void) => () => void;
  readonly set: (menu: TypedMenu | null) => void;
}

export function createTypedMenuStore(): TypedMenuStore {
  let menu: TypedMenu | null = null;
  const listeners = new Set<() => void>();
  return {
    read: () => menu,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      menu = next;
      for (const listener of listeners) listener();
    },
  };
}

/**
 * A menu that a character opens where one types.
 * @param choicesOf what is offered for what was typed behind the character
 */
export function typedMenu(
  name: string,
  options: {
    readonly char: string;
    readonly label: string;
    readonly store: TypedMenuStore;
    readonly choicesOf: (query: string) => readonly TypedChoice[] | Promise<readonly TypedChoice[]>;
  },
) {
  const { char, label, store, choicesOf } = options;
  return Extension.create({
    name,
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        Suggestion<TypedChoice, TypedChoice>({
          editor,
          char,
          pluginKey: new PluginKey(name),
          allow: ({ state, range }) => {
            const parent = state.doc.resolve(range.from).parent.type;
            return editor.isEditable && !parent.spec.code;
          },
          items: async ({ query }) => [...(await choicesOf(query))],
          command: ({ editor: owner, range, props }) => props.run(owner, range),
          render: () => {
            const show = (props: SuggestionProps<TypedChoice, TypedChoice>, at: number) =>
              store.set({
                label,
                choices: props.items,
                at: Math.min(at, Math.max(0, props.items.length - 1)),
                rect: props.clientRect?.() ?? null,
                choose: (choice) => props.command(choice),
              });
            return {
              onStart: (props) => show(props, 0),
              onUpdate: (props) => show(props, 0),
              onExit: () => store.set(null),
              onKeyDown: ({ event }) => onKey(store, event),
            };
          },
        }),
      ];
    },
  });
}

function onKey(store: TypedMenuStore, event: KeyboardEvent): boolean {
  const menu = store.read();
  if (menu === null) return false;
  const count = menu.choices.length;
  const move = (by: number) =>
    store.set({ ...menu, at: count === 0 ? 0 : (menu.at + by + count) % count });
  switch (event.key) {
    case 'ArrowDown':
      move(1);
      return true;
    case 'ArrowUp':
      move(-1);
      return true;
    case 'Enter':
    case 'Tab': {
      const choice = menu.choices[menu.at];
      if (choice === undefined) return false;
      menu.choose(choice);
      return true;
    }
    case 'Escape':
      store.set(null);
      return true;
    default:
      return false;
  }
}
