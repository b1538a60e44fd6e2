import { nodeSpec } from '@runloom/model';
import { Extension, Node } from '@tiptap/core';
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
  tableEditing,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import { nodeBySpec } from '../by-spec.ts';

const cellAttributes = () => ({
  colspan: spanAttribute('colspan'),
  rowspan: spanAttribute('rowspan'),
  colwidth: { rendered: false },
});

function spanAttribute(name: string) {
  return {
    parseHTML: (element: HTMLElement) => {
      const span = Number(element.getAttribute(name) ?? 1);
      // A pasted cell that says it is a million columns wide would fill the memory.
      return Number.isInteger(span) && span > 0 && span <= 50 ? span : 1;
    },
  };
}

const Table = Node.create({
  name: 'table',
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
  addKeyboardShortcuts() {
    return {
      Tab: ({ editor }) => {
        if (!isInTable(editor.state)) return false;
        if (editor.commands.command(({ state, dispatch }) => goToNextCell(1)(state, dispatch))) {
          return true;
        }
        return editor
          .chain()
          .command(({ state, dispatch }) => addRowAfter(state, dispatch))
          .command(({ state, dispatch }) => goToNextCell(1)(state, dispatch))
          .run();
      },
      'Shift-Tab': ({ editor }) =>
        isInTable(editor.state) &&
        editor.commands.command(({ state, dispatch }) => goToNextCell(-1)(state, dispatch)),
    };
  },
});

const TableRow = Node.create({
  name: 'tableRow',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: ({ HTMLAttributes }) => ['tr', HTMLAttributes, 0],
});

const TableCell = Node.create({
  name: 'tableCell',
  addAttributes: cellAttributes,
  parseHTML: () => [{ tag: 'td' }],
  renderHTML: ({ HTMLAttributes }) => ['td', HTMLAttributes, 0],
});

const TableHeader = Node.create({
  name: 'tableHeader',
  addAttributes: cellAttributes,
  parseHTML: () => [{ tag: 'th' }],
  renderHTML: ({ HTMLAttributes }) => ['th', HTMLAttributes, 0],
});

const TableEditing = Extension.create({
  name: 'tableEditing',
  extendNodeSchema: (extension) => ({ tableRole: nodeSpec(extension.name)?.tableRole }),
  addProseMirrorPlugins: () => [tableEditing()],
});

export const TABLES = [
  ...[Table, TableRow, TableCell, TableHeader].map((node) => nodeBySpec(node)),
  TableEditing,
];

/** What the bar of a table does, in the order of its buttons. */
export const TABLE_COMMANDS = {
  'Add a row below': addRowAfter,
  'Add a column after': addColumnAfter,
  'First row is the heading': toggleHeaderRow,
  'Delete the row': deleteRow,
  'Delete the column': deleteColumn,
  'Delete the table': deleteTable,
} as const;

export { isInTable };
