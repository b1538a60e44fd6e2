import { isSame } from '@runloom/model';
import type { Editor } from '@tiptap/core';
import { NodeViewWrapper, type ReactNodeViewProps, useEditorState } from '@tiptap/react';
import { shownText } from '../../../../components/shown-text.ts';
import { atomBlock } from '../atom-block.ts';
import styles from './blocks.module.css';

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly position: number;
}

/** Headings of the report; the same list until one of them changes. */
export function useHeadings(editor: Editor): readonly Heading[] {
  return useEditorState({
    editor,
    selector: ({ editor: one }) => headingsOf(one),
    equalityFn: isSame,
  });
}

function headingsOf(editor: Editor): readonly Heading[] {
  const headings: Heading[] = [];
  editor.state.doc.forEach((node, position) => {
    if (node.type.name !== 'heading' || node.textContent.trim() === '') return;
    headings.push({ level: Number(node.attrs['level']), text: node.textContent, position });
  });
  return headings;
}

/** Brings a place of the text into sight, and puts the focus there. */
export function goTo(editor: Editor, position: number): void {
  const element = editor.view.nodeDOM(position);
  if (!(element instanceof HTMLElement)) return;
  element.scrollIntoView({ block: 'start', behavior: 'smooth' });
  if (editor.isEditable) editor.commands.setTextSelection(position + 1);
}

export function HeadingList({
  editor,
  whenEmpty = null,
}: {
  readonly editor: Editor;
  readonly whenEmpty?: string | null;
}) {
  const headings = useHeadings(editor);
  const least = Math.min(...headings.map(({ level }) => level));
  return (
    <ol className={styles.contents}>
      {headings.map(({ level, text, position }) => (
        <li key={position} className={styles[`level${level - least}`]}>
          <button type="button" onClick={() => goTo(editor, position)}>
            <bdi>{shownText(text)}</bdi>
          </button>
        </li>
      ))}
      {headings.length === 0 && whenEmpty !== null ? (
        <li className={styles.faint}>{whenEmpty}</li>
      ) : null}
    </ol>
  );
}

function ContentsView({ editor }: ReactNodeViewProps) {
  return (
    <NodeViewWrapper as="nav" aria-label="Table of contents" className={styles.contentsBox}>
      <HeadingList editor={editor} whenEmpty="Headings appear here." />
    </NodeViewWrapper>
  );
}

export const TableOfContents = atomBlock('tableOfContents', ContentsView);
