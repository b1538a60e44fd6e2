import type { ReportDetail } from '@runloom/model';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Editor } from '@tiptap/react';
import {
  ChevronLeft,
  Download,
  Ellipsis,
  History,
  MessageSquareText,
  Redo2,
  Search,
  Share2,
  Trash2,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useToasts } from '../../../components/toast.tsx';
import { Tooltip } from '../../../components/tooltip.tsx';
import { useChangeReport } from '../../../data/reports.ts';
import type { Editing } from '../editor/collaboration.ts';
import { DeleteReport } from '../list/delete-report.tsx';
import type { ReportSync, SyncState } from '../sync/report-sync.ts';
import styles from './report.module.css';
import { SavedState } from './saved-state.tsx';

/** As many faces as are shown. */
const MOST_FACES = 5;

/** The line above the report: whether it is saved, who is here, and all that can be done with it. */
export function ReportActions({
  detail,
  sync,
  state,
  others,
  editor,
  openThreads,
  showsComments,
  onComments,
  onFind,
  onShare,
  onVersions,
  onExport,
}: {
  readonly detail: ReportDetail;
  readonly sync: ReportSync;
  readonly state: SyncState;
  readonly others: readonly Editing[];
  readonly editor: Editor | null;
  readonly openThreads: number;
  readonly showsComments: boolean;
  readonly onComments: () => void;
  readonly onFind: () => void;
  readonly onShare: () => void;
  readonly onVersions: () => void;
  readonly onExport: () => void;
}) {
  const { entityName: entity, projectName: project } = detail;
  const change = useChangeReport(detail.id);
  const toasts = useToasts();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const canEdit = detail.may.write && state.kind !== 'closed';
  const publish = () =>
    change.mutate(
      { isDraft: !detail.isDraft },
      {
        onSuccess: ({ isDraft }) =>
          toasts.success(isDraft ? 'It is a draft again' : 'The report is published'),
        onError: (problem) => toasts.failure('The report could not be published', problem),
      },
    );
  return (
    <div className={styles.bar}>
      <Link to="/$entity/$project/reports" params={{ entity, project }} className={styles.back}>
        <ChevronLeft aria-hidden /> Reports
      </Link>
      <SavedState state={state} canEdit={detail.may.write} onReconnect={sync.reconnect} />
      <div className={styles.spacer} />
      <div className={styles.faces}>
        {others.slice(0, MOST_FACES).map(({ name, colour }, index) => (
          // Two windows of one person are two; nothing else tells them apart.
          <Tooltip key={index} content={<bdi>{shownText(name)} is here</bdi>}>
            <span className={styles.face} style={{ borderColor: `var(--run-${colour})` }}>
              <Avatar name={name} />
              <span className="visually-hidden">{shownText(name)} is here</span>
            </span>
          </Tooltip>
        ))}
        {others.length > MOST_FACES ? (
          <span className={styles.moreFaces}>+{others.length - MOST_FACES}</span>
        ) : null}
      </div>
      {canEdit && editor !== null ? (
        <>
          <IconButton
            label="Undo"
            shortcut="Ctrl Z"
            icon={<Undo2 aria-hidden />}
            onClick={() => editor.commands.undo()}
          />
          <IconButton
            label="Redo"
            shortcut="Ctrl ⇧ Z"
            icon={<Redo2 aria-hidden />}
            onClick={() => editor.commands.redo()}
          />
        </>
      ) : null}
      <IconButton
        label="Find in the report"
        shortcut="Ctrl F"
        icon={<Search aria-hidden />}
        onClick={onFind}
      />
      <Button
        kind="quiet"
        icon={<MessageSquareText aria-hidden />}
        aria-pressed={showsComments}
        onClick={onComments}
      >
        {openThreads > 0 ? `Comments (${openThreads})` : 'Comments'}
      </Button>
      <IconButton label="Export" icon={<Download aria-hidden />} onClick={onExport} />
      <IconButton label="Versions" icon={<History aria-hidden />} onClick={onVersions} />
      <Button icon={<Share2 aria-hidden />} onClick={onShare}>
        Share
      </Button>
      {canEdit && detail.isDraft ? (
        <Button kind="primary" isBusy={change.isPending} onClick={publish}>
          Publish
        </Button>
      ) : null}
      {canEdit ? (
        <Menu
          align="end"
          trigger={<IconButton label="Menu of the report" icon={<Ellipsis aria-hidden />} />}
        >
          {detail.isDraft ? null : <MenuItem onSelect={publish}>Make it a draft again</MenuItem>}
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setDeleting(true)}>
            Delete report
          </MenuItem>
        </Menu>
      ) : null}
      {isDeleting ? (
        <DeleteReport
          place={{ entity, project }}
          report={detail}
          onDeleted={() =>
            void navigate({ to: '/$entity/$project/reports', params: { entity, project } })
          }
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </div>
  );
}
