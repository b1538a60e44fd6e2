import type { ReportThread } from '@runloom/model';
import type { Editor } from '@tiptap/react';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { threadPlaces } from '../editor/thread-marks.ts';
import { threadElement } from './thread-element.ts';

const GAP = 10;

/** Where threads stand in the margin: beside what they are about, and not over each other. */
export function useThreadLayout(
  editor: Editor,
  threads: readonly Pick<ReportThread, 'thread' | 'block'>[],
  active: string | null,
  margin: RefObject<HTMLElement | null>,
) {
  const [tops, setTops] = useState<ReadonlyMap<string, number>>(new Map());
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const onHeight = useCallback(
    (thread: string, height: number) =>
      setHeights((before) =>
        before.get(thread) === height ? before : new Map(before).set(thread, height),
      ),
    [],
  );
  useEffect(() => {
    const measure = () => {
      if (editor.isDestroyed || margin.current === null) return;
      const marks = threadPlaces(editor.state.doc);
      const root = margin.current.getBoundingClientRect().top;
      const wanted = threads
        .map((one) => {
          const element = threadElement(editor, one, marks) ?? editor.view.dom;
          return { thread: one.thread, top: element.getBoundingClientRect().top - root };
        })
        .sort((a, b) => a.top - b.top);
      setTops(spread(wanted, heights, active));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(editor.view.dom);
    editor.on('update', measure);
    return () => {
      observer.disconnect();
      editor.off('update', measure);
    };
  }, [editor, threads, heights, active, margin]);
  return { tops, onHeight };
}

/** The active one stands where it belongs; those above it are pushed up, those below down. */
function spread(
  wanted: readonly { readonly thread: string; readonly top: number }[],
  heights: ReadonlyMap<string, number>,
  active: string | null,
): ReadonlyMap<string, number> {
  const tops = new Map<string, number>();
  const heightOf = (thread: string) => (heights.get(thread) ?? 90) + GAP;
  const at = Math.max(
    0,
    wanted.findIndex(({ thread }) => thread === active),
  );
  let next = Number.NEGATIVE_INFINITY;
  for (const { thread, top } of wanted.slice(at)) {
    const placed = Math.max(top, next);
    tops.set(thread, placed);
    next = placed + heightOf(thread);
  }
  let above = tops.get(wanted[at]?.thread ?? '') ?? 0;
  for (const { thread, top } of wanted.slice(0, at).toReversed()) {
    const placed = Math.min(top, above - heightOf(thread));
    tops.set(thread, placed);
    above = placed;
  }
  return tops;
}
