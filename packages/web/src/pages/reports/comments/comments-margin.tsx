import type { ReportThread } from '@runloom/model';
import type { Editor } from '@tiptap/react';
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '../../../components/button.tsx';
import { formatPlural } from '../../../components/format.ts';
import { useCommentActions } from '../../../data/reports.ts';
import { removeThread, setThreads } from '../editor/thread-marks.ts';
import { CommentField } from './comment-field.tsx';
import styles from './comments.module.css';
import { ThreadCard } from './thread-card.tsx';
import { scrollToThread } from './thread-element.ts';
import { useThreadLayout } from './use-thread-layout.ts';

/** A thread that somebody begins: it is nobody else's yet. */
export interface DraftThread {
  readonly thread: string;
  readonly block: string | null;
  readonly quote: string;
}

/** Threads beside the text that they are about. */
export function CommentsMargin({
  editor,
  report,
  threads,
  draft,
  active,
  showsResolved,
  canComment,
  user,
  people,
  onActive,
  onDraftDone,
  onResolved,
}: {
  readonly editor: Editor;
  readonly report: string;
  readonly threads: readonly ReportThread[];
  readonly draft: DraftThread | null;
  readonly active: string | null;
  readonly showsResolved: boolean;
  readonly canComment: boolean;
  readonly user: string | null;
  readonly people: readonly string[];
  readonly onActive: (thread: string | null) => void;
  readonly onDraftDone: () => void;
  /** Shows those that are resolved, or hides them. */
  readonly onResolved: () => void;
}) {
  const { add } = useCommentActions(report);
  const margin = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => threads.filter(({ resolved }) => resolved === null || showsResolved),
    [threads, showsResolved],
  );
  const placed = useMemo(() => (draft === null ? shown : [...shown, draft]), [shown, draft]);
  const { tops, onHeight } = useThreadLayout(editor, placed, draft?.thread ?? active, margin);
  const resolvedCount = threads.filter(({ resolved }) => resolved !== null).length;
  useEffect(() => {
    const open = new Set(placed.map(({ thread }) => thread));
    editor.view.dispatch(setThreads(editor.state.tr, { open, active: draft?.thread ?? active }));
  }, [editor, placed, active, draft]);
  const activate = (thread: ReportThread) => {
    if (thread.thread === active) return;
    onActive(thread.thread);
    scrollToThread(editor, thread);
  };
  const cancel = () => {
    if (draft !== null && draft.block === null && editor.isEditable) {
      editor.view.dispatch(removeThread(editor.state, draft.thread));
    }
    onDraftDone();
  };
  return (
    <aside className={styles.margin} aria-label="Comments">
      {resolvedCount > 0 ? (
        <div className={styles.listHead}>
          <Button size="small" kind="quiet" onClick={onResolved}>
            {showsResolved
              ? 'Hide resolved'
              : `Show ${formatPlural(resolvedCount, 'resolved thread')}`}
          </Button>
        </div>
      ) : null}
      <div ref={margin} className={styles.threads}>
        {shown.map((thread) => (
          <ThreadCard
            key={thread.thread}
            report={report}
            thread={thread}
            top={tops.get(thread.thread) ?? 0}
            isActive={thread.thread === active}
            canComment={canComment}
            user={user}
            people={people}
            onActivate={() => activate(thread)}
            onHeight={onHeight}
          />
        ))}
        {draft === null ? null : (
          <div
            className={`${styles.thread ?? ''} ${styles.active ?? ''}`}
            style={{ position: 'absolute', top: tops.get(draft.thread) ?? 0 }}
          >
            <CommentField
              label="Comment"
              people={people}
              isFirst
              isBusy={add.isPending}
              error={add.error}
              onCancel={cancel}
              onSend={(body) =>
                add.mutateAsync({ ...draft, body }).then(() => {
                  onDraftDone();
                  onActive(draft.thread);
                })
              }
            />
          </div>
        )}
      </div>
    </aside>
  );
}
