import type { ReportComment, ReportThread } from '@runloom/model';
import { Check, Ellipsis, Link2, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useCopy } from '../../../components/use-copy.ts';
import { useCommentActions } from '../../../data/reports.ts';
import { CommentField } from './comment-field.tsx';
import styles from './comments.module.css';

/** What people say of one place, with a field to answer. */
export function ThreadCard({
  report,
  thread,
  top,
  isActive,
  canComment,
  user,
  people,
  onActivate,
  onHeight,
}: {
  readonly report: string;
  readonly thread: ReportThread;
  /** px */
  readonly top: number;
  readonly isActive: boolean;
  readonly canComment: boolean;
  readonly user: string | null;
  readonly people: readonly string[];
  readonly onActivate: () => void;
  readonly onHeight: (thread: string, height: number) => void;
}) {
  const element = useRef<HTMLElement>(null);
  const { add, change } = useCommentActions(report);
  const copy = useCopy();
  const [first] = thread.comments;
  const isResolved = thread.resolved !== null;
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new ResizeObserver(() => onHeight(thread.thread, current.offsetHeight));
    observer.observe(current);
    return () => observer.disconnect();
  }, [onHeight, thread.thread]);
  const copyLink = () => {
    const address = new URL(window.location.href);
    address.search = '';
    address.searchParams.set('comment', thread.thread);
    copy(address.href, 'The link is copied', 'The link could not be copied');
  };
  return (
    <article
      ref={element}
      className={classNames(
        styles.thread,
        isActive && styles.active,
        isResolved && styles.resolved,
      )}
      style={{ position: 'absolute', top }}
      aria-label={`Thread by ${shownText(first?.author ?? 'somebody')}`}
      onFocusCapture={onActivate}
      onPointerDown={onActivate}
    >
      {thread.quote === '' ? null : (
        <blockquote className={styles.quote}>
          <bdi>{shownText(thread.quote)}</bdi>
        </blockquote>
      )}
      {thread.comments.map((comment, index) => (
        <Comment
          key={comment.id}
          report={report}
          comment={comment}
          isOwn={comment.author !== null && comment.author === user}
          tools={
            index > 0 ? null : (
              <>
                {canComment && first !== undefined ? (
                  <IconButton
                    size="small"
                    label={isResolved ? 'Open the thread again' : 'Resolve the thread'}
                    icon={isResolved ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
                    onClick={() => change.mutate({ id: first.id, resolved: !isResolved })}
                  />
                ) : null}
                <IconButton
                  size="small"
                  label="Copy a link to the thread"
                  icon={<Link2 aria-hidden />}
                  onClick={copyLink}
                />
              </>
            )
          }
        />
      ))}
      {thread.resolved === null ? null : (
        <p className={styles.note}>
          Resolved by <bdi>{shownText(thread.resolved.by ?? 'somebody')}</bdi>{' '}
          <TimeAgo at={thread.resolved.at} />
        </p>
      )}
      {canComment && isActive && !isResolved ? (
        <CommentField
          label="Answer"
          people={people}
          isBusy={add.isPending}
          error={add.error}
          onSend={(body) => add.mutateAsync({ thread: thread.thread, block: thread.block, body })}
        />
      ) : null}
    </article>
  );
}

function Comment({
  report,
  comment,
  isOwn,
  tools,
}: {
  readonly report: string;
  readonly comment: ReportComment;
  readonly isOwn: boolean;
  readonly tools: ReactNode;
}) {
  const { change, remove } = useCommentActions(report);
  const [draft, setDraft] = useState<string | null>(null);
  const author = comment.author ?? 'Somebody who left';
  return (
    <div className={styles.comment}>
      <div className={styles.commentHead}>
        <Avatar name={author} />
        <strong className={styles.author}>
          <bdi>{shownText(author)}</bdi>
        </strong>
        <span className={styles.time}>
          <TimeAgo at={comment.createdAt} />
          {comment.editedAt === null ? '' : ', edited'}
        </span>
        <span className={styles.tools}>
          {tools}
          {isOwn ? (
            <Menu
              align="end"
              trigger={
                <IconButton
                  size="small"
                  label="Menu of the comment"
                  icon={<Ellipsis aria-hidden />}
                />
              }
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setDraft(comment.body)}>
                Edit
              </MenuItem>
              <MenuItem
                icon={<Trash2 aria-hidden />}
                isDangerous
                onSelect={() => remove.mutate(comment.id)}
              >
                Delete
              </MenuItem>
            </Menu>
          ) : null}
        </span>
      </div>
      {draft === null ? (
        <Markdown text={comment.body} className={styles.body} />
      ) : (
        <form
          className={styles.edit}
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ id: comment.id, body: draft }, { onSuccess: () => setDraft(null) });
          }}
        >
          <textarea
            aria-label="Comment"
            rows={3}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button size="small" type="submit" kind="primary" disabled={draft.trim() === ''}>
            Save
          </Button>
          <Button size="small" onClick={() => setDraft(null)}>
            Cancel
          </Button>
        </form>
      )}
    </div>
  );
}
