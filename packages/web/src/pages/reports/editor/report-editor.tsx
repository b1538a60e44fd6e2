import { EMPTY_DOCUMENT, type ReportDocument } from '@runloom/model';
import { type Editor, EditorContent, type JSONContent, useEditor } from '@tiptap/react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useToasts } from '../../../components/toast.tsx';
import { newGrid } from '../grid/grid-state.ts';
import { useReportPlace } from '../report-context.ts';
import type { ReportSync } from '../sync/report-sync.ts';
import { BlockHandle } from './block-handle.tsx';
import { BubbleToolbar } from './bubble-toolbar.tsx';
import styles from './editor.module.css';
import { reportExtensions } from './extensions.ts';
import { Incoming } from './incoming.ts';
import { InsertDialog } from './insert-dialog.tsx';
import { createTypedMenuStore, typedMenu } from './menus/choices.ts';
import { mentionChoices } from './menus/mention-choices.ts';
import { findChoices, type InsertKind, slashChoices } from './menus/slash-choices.ts';
import { TypedMenuView } from './menus/typed-menu.tsx';
import { TableTools } from './table-tools.tsx';
import { ThreadMarks } from './thread-marks.ts';

/**
 * The text of a report, to write or to read.
 * @param sync the connection; null where the text came once, with `document`
 * @param children drawn beside the text once there is an editor
 */
export function ReportEditor({
  sync,
  document,
  people,
  onThread,
  onComment,
  children,
}: {
  readonly sync: ReportSync | null;
  readonly document?: ReportDocument;
  /** User names that can be mentioned. */
  readonly people: readonly string[];
  /** Told the thread whose text was pressed. */
  readonly onThread: (thread: string) => void;
  /** Begins a thread about the text that is chosen; null where there are no comments. */
  readonly onComment: ((editor: Editor) => void) | null;
  readonly children?: (editor: Editor) => ReactNode;
}) {
  const place = useReportPlace();
  const { canEdit, upload, entity, project } = place;
  const toasts = useToasts();
  const store = useMemo(() => createTypedMenuStore(), []);
  const [insert, setInsert] = useState<InsertKind | null>(null);
  const names = useRef(people);
  names.current = people;
  const pressed = useRef(onThread);
  pressed.current = onThread;
  const editor = useEditor(
    {
      editable: canEdit,
      // The page's policy takes no style elements; ours are in files.
      injectCSS: false,
      immediatelyRender: true,
      shouldRerenderOnTransaction: false,
      extensions: [
        ...reportExtensions(sync),
        ThreadMarks.configure({ onPress: (thread) => pressed.current(thread) }),
        Incoming.configure({
          upload,
          onProblem: (title, problem) => toasts.failure(title, problem),
        }),
        typedMenu('slashMenu', {
          char: '/',
          label: 'Blocks',
          store,
          choicesOf: (query) =>
            findChoices(
              slashChoices({
                insert: setInsert,
                newGrid: () => newGrid(`${entity}/${project}`),
                project: `${entity}/${project}`,
              }),
              query,
            ),
        }),
        typedMenu('mentionMenu', {
          char: '@',
          label: 'People',
          store,
          choicesOf: (query) => mentionChoices(names.current, query),
        }),
      ],
      // Never as HTML: the page's policy turns no text into elements.
      content: (document ?? EMPTY_DOCUMENT) as JSONContent,
      editorProps: {
        attributes: {
          class: styles.text ?? '',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': 'Text of the report',
          spellcheck: 'true',
        },
      },
    },
    [sync, document],
  );
  useEffect(() => editor.setEditable(canEdit, false), [editor, canEdit]);
  return (
    <div className={styles.editor}>
      <EditorContent editor={editor} />
      {canEdit ? (
        <>
          <button
            type="button"
            className={styles.below}
            aria-label="Write at the end"
            onClick={() => writeAtEnd(editor)}
          />
          <BubbleToolbar editor={editor} onComment={onComment} />
          <BlockHandle editor={editor} onInsert={() => openSlash(editor)} />
          <TableTools editor={editor} />
          <TypedMenuView store={store} />
          {insert === null ? null : (
            <InsertDialog editor={editor} kind={insert} onClose={() => setInsert(null)} />
          )}
        </>
      ) : null}
      {children?.(editor)}
    </div>
  );
}

/** A click below the text goes on with it. */
function writeAtEnd(editor: Editor): void {
  editor.view.focus();
  const { doc } = editor.state;
  const last = doc.lastChild;
  const isEmptyLine = last?.type.name === 'paragraph' && last.content.size === 0;
  if (!isEmptyLine) {
    editor.chain().insertContentAt(doc.content.size, { type: 'paragraph' }).focus('end').run();
  } else editor.commands.focus('end');
}

function openSlash(editor: Editor): void {
  editor.chain().focus().insertContent({ type: 'text', text: '/' }).run();
}
