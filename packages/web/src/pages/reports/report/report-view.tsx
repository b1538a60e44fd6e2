import {
  newBlockId,
  type ReportDetail,
  type ReportDocument,
  type ReportNode,
  type ReportThread,
} from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import type { Editor } from '@tiptap/react';
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { reportFileAddress, uploadReportFile, useThreads } from '../../../data/reports.ts';
import { CommentsMargin, type DraftThread } from '../comments/comments-margin.tsx';
import { scrollToThread } from '../comments/thread-element.ts';
import { blockElement } from '../editor/element-at.ts';
import { FindBar } from '../editor/find-bar.tsx';
import { HeadingList } from '../editor/nodes/table-of-contents.tsx';
import { ReportEditor } from '../editor/report-editor.tsx';
import { ReportContext, type ReportPlace } from '../report-context.ts';
import { ShareDialog } from '../share/share-dialog.tsx';
import { useRecording } from '../share/use-recording.tsx';
import type { ReportSync } from '../sync/report-sync.ts';
import { useIsLoaded, useSyncState } from '../sync/use-report-sync.ts';
import { VersionsDrawer } from '../versions/versions-drawer.tsx';
import styles from './report.module.css';
import { ReportActions } from './report-actions.tsx';
import { ReportHead } from './report-head.tsx';
import { useOthers } from './use-others.ts';
import { usePeople } from './use-people.ts';

const ExportDialog = lazy(async () => ({
  default: (await import('../export/export-dialog.tsx')).ExportDialog,
}));

const route = getRouteApi('/$entity/$project/reports/$report');

/** Everything of a report's page: what stands above the text, the text, and what people say of it. */
export function ReportView({
  detail,
  sync,
  user,
  waitingText,
}: {
  readonly detail: ReportDetail;
  readonly sync: ReportSync;
  readonly user: string | null;
  /** Stands in the place of the text until its editor is there. */
  readonly waitingText: ReactNode;
}) {
  const { comment: linked } = route.useSearch();
  const state = useSyncState(sync);
  const isLoaded = useIsLoaded(sync);
  const canEdit = detail.may.write && state.kind !== 'closed';
  const threads = useThreads(detail.id).data ?? NO_THREADS;
  const others = useOthers(sync, user);
  const people = usePeople(detail, threads, others);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [draft, setDraft] = useState<DraftThread | null>(null);
  const [active, setActive] = useState<string | null>(linked ?? null);
  const [showsComments, setShowsComments] = useState(true);
  const [showsResolved, setShowsResolved] = useState(false);
  const [open, setOpen] = useState<'find' | 'share' | 'versions' | 'export' | null>(null);
  const commentOnBlock = useCallback((block: string) => {
    setShowsComments(true);
    setDraft({ thread: newBlockId(), block, quote: '' });
  }, []);
  const { entityName: entity, projectName: project, id } = detail;
  const place = useMemo(
    (): ReportPlace => ({
      entity,
      project,
      report: id,
      canEdit,
      isShared: false,
      fileAddress: (file) => reportFileAddress(id, file),
      upload: async (file) => (await uploadReportFile(id, file)).file,
      tapeOf: () => null,
      recordedAt: () => null,
      commentOn: commentOnBlock,
    }),
    [entity, project, id, canEdit, commentOnBlock],
  );
  const commentOnText = useCallback((owner: Editor) => {
    const { from, to } = owner.state.selection;
    if (from === to) return;
    const thread = newBlockId();
    const quote = owner.state.doc.textBetween(from, to, ' ').slice(0, 2_000);
    owner.chain().setMark('comment', { thread }).setTextSelection(to).run();
    setShowsComments(true);
    setDraft({ thread, block: null, quote });
  }, []);
  const recording = useRecording();
  useShortcuts('Report', [
    { keys: 'mod+f', label: 'Find in the report', run: () => setOpen('find'), isAlways: true },
    {
      keys: 'mod+alt+m',
      label: 'Comment on the chosen text',
      run: () => editor !== null && detail.may.comment && canEdit && commentOnText(editor),
      isAlways: true,
    },
  ]);
  useArrival(editor, isLoaded, threads, linked, setShowsResolved);
  const openCount = threads.filter(({ resolved }) => resolved === null).length;
  const hasMargin = showsComments && (threads.length > 0 || draft !== null || showsResolved);
  return (
    <ReportContext value={place}>
      <div className={styles.page}>
        <ReportActions
          detail={detail}
          sync={sync}
          state={state}
          others={others}
          editor={editor}
          openThreads={openCount}
          showsComments={hasMargin}
          onComments={() => setShowsComments(!showsComments)}
          onFind={() => setOpen('find')}
          onShare={() => setOpen('share')}
          onVersions={() => setOpen('versions')}
          onExport={() => setOpen('export')}
        />
        {open === 'find' && editor !== null ? (
          <FindBar editor={editor} onClose={() => setOpen(null)} />
        ) : null}
        <div className={styles.scroller} data-report-scroller>
          <div className={hasMargin ? styles.withMargin : styles.layout}>
            <nav className={styles.side} aria-label="Contents">
              {editor === null ? null : <HeadingList editor={editor} />}
            </nav>
            <article className={styles.report}>
              <ReportHead detail={detail} canEdit={canEdit} />
              {isLoaded ? (
                <ReportEditor
                  sync={sync}
                  people={people}
                  onThread={setActive}
                  onComment={detail.may.comment ? commentOnText : null}
                >
                  {(made) => <Made editor={made} onEditor={setEditor} />}
                </ReportEditor>
              ) : (
                waitingText
              )}
            </article>
            {hasMargin && editor !== null && !editor.isDestroyed ? (
              <CommentsMargin
                editor={editor}
                report={id}
                threads={threads}
                draft={draft}
                active={active}
                showsResolved={showsResolved}
                canComment={detail.may.comment}
                user={user}
                people={people}
                onActive={setActive}
                onDraftDone={() => setDraft(null)}
                onResolved={() => setShowsResolved(!showsResolved)}
              />
            ) : null}
          </div>
        </div>
        {open === 'versions' ? (
          <VersionsDrawer report={id} canRestore={canEdit} onClose={() => setOpen(null)} />
        ) : null}
        {open === 'export' && editor !== null ? (
          <Suspense>
            <ExportDialog
              detail={detail}
              authors={detail.createdBy === null ? NO_AUTHORS : [detail.createdBy]}
              documentOf={() => editor.getJSON() as ReportDocument}
              onClose={() => setOpen(null)}
            />
          </Suspense>
        ) : null}
        {open === 'share' ? (
          <ShareDialog
            detail={detail}
            prepare={() => recording.record(id, (editor?.getJSON().content ?? []) as ReportNode[])}
            onClose={() => setOpen(null)}
          />
        ) : null}
        {recording.stage}
      </div>
    </ReportContext>
  );
}

const NO_AUTHORS: readonly string[] = [];
const NO_THREADS: readonly ReportThread[] = [];

/** Tells of the editor once it stands. */
function Made({
  editor,
  onEditor,
}: {
  readonly editor: Editor;
  readonly onEditor: (editor: Editor | null) => void;
}) {
  useEffect(() => {
    onEditor(editor);
    return () => onEditor(null);
  }, [editor, onEditor]);
  return null;
}

/** Goes to the thread or the block that the address names, once. */
function useArrival(
  editor: Editor | null,
  isLoaded: boolean,
  threads: readonly ReportThread[],
  linked: string | undefined,
  showResolved: (isShown: boolean) => void,
): void {
  const hasArrived = useRef(false);
  useEffect(() => {
    if (editor === null || !isLoaded || hasArrived.current) return;
    const block = /^#block-([a-z0-9]{12})$/.exec(window.location.hash)?.[1];
    if (block !== undefined) {
      hasArrived.current = true;
      blockElement(editor, block)?.scrollIntoView({ block: 'start' });
    } else if (linked !== undefined) {
      const thread = threads.find((one) => one.thread === linked);
      if (thread === undefined) return;
      hasArrived.current = true;
      if (thread.resolved !== null) showResolved(true);
      scrollToThread(editor, thread);
    }
  }, [editor, isLoaded, threads, linked, showResolved]);
}
