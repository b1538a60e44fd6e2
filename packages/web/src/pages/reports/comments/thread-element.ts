import type { ReportThread } from '@runloom/model';
import type { Editor } from '@tiptap/react';
import { blockElement, elementAt } from '../editor/element-at.ts';
import { threadPlaces } from '../editor/thread-marks.ts';

/**
 * What a thread is about, on the page; null where it is gone.
 * @param marks where the threads' texts begin, for those who ask of many
 */
export function threadElement(
  editor: Editor,
  { thread, block }: Pick<ReportThread, 'thread' | 'block'>,
  marks: ReadonlyMap<string, number> = threadPlaces(editor.state.doc),
): Element | null {
  if (block !== null) return blockElement(editor, block);
  const mark = marks.get(thread);
  return mark === undefined ? null : elementAt(editor, mark + 1);
}

/** Brings what a thread is about into sight. */
export const scrollToThread = (
  editor: Editor,
  thread: Pick<ReportThread, 'thread' | 'block'>,
): void => threadElement(editor, thread)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
