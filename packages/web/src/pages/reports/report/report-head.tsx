import type { ReportDetail } from '@runloom/model';
import { Avatar } from '../../../components/avatar.tsx';
import { Badge } from '../../../components/badge.tsx';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useChangeReport } from '../../../data/reports.ts';
import styles from './report.module.css';

/** Title, description and authors above the text. */
export function ReportHead({
  detail,
  canEdit,
}: {
  readonly detail: ReportDetail;
  readonly canEdit: boolean;
}) {
  const change = useChangeReport(detail.id);
  const toasts = useToasts();
  const onError = (problem: unknown) => toasts.failure('The change was not saved', problem);
  const author = detail.createdBy ?? 'somebody who left';
  return (
    <header className={styles.reportHead}>
      <InlineEdit
        label="Title"
        value={detail.title}
        maxLength={256}
        isRequired
        canEdit={canEdit}
        onSave={(title) => change.mutate({ title }, { onError })}
      >
        <h1 className={styles.title} dir="auto">
          {shownText(detail.title)}
        </h1>
      </InlineEdit>
      {detail.description !== '' || canEdit ? (
        <InlineEdit
          label="Description"
          value={detail.description}
          maxLength={10_000}
          isLong
          canEdit={canEdit}
          onSave={(description) => change.mutate({ description }, { onError })}
        >
          <p className={styles.description} dir="auto">
            {detail.description === '' ? 'Add a description' : shownText(detail.description)}
          </p>
        </InlineEdit>
      ) : null}
      <p className={styles.byline}>
        <Avatar name={author} />
        <bdi>{shownText(author)}</bdi>
        <span>·</span>
        <span>
          changed <TimeAgo at={detail.updatedAt} />
        </span>
        {detail.isDraft ? <Badge tone="warning">Draft</Badge> : null}
        {detail.visibility === 'project' ? null : <Badge>{detail.visibility}</Badge>}
      </p>
    </header>
  );
}
