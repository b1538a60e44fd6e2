import type { ReportDetail, ReportLink, ReportLinkList, ReportVisibility } from '@runloom/model';
import { Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyField } from '../../../components/copy-field.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { formatDateTime, formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextField } from '../../../components/text-field.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useChangeReport, useLinkActions, useReportLinks } from '../../../data/reports.ts';
import { FrameOrigins } from './frame-origins.tsx';
import {
  EXPIRIES,
  type Expiry,
  expiresAt,
  frameOf,
  LINK_DATA,
  LINK_DATA_HINTS,
  type LinkData,
} from './link-choices.ts';
import styles from './share.module.css';

const VISIBILITIES: readonly { readonly value: ReportVisibility; readonly label: string }[] = [
  { value: 'private', label: 'Private: only me and the project’s admins' },
  { value: 'project', label: 'Project: whoever may read the project' },
  { value: 'organization', label: 'Organization: all its members, too' },
  { value: 'public', label: 'Public: everybody' },
];

/** Who sees the report, and the secret links that show it to others. */
export function ShareDialog({
  detail,
  prepare,
  onClose,
}: {
  readonly detail: ReportDetail;
  /** Has what the link is to show recorded, before it is made. */
  readonly prepare: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const change = useChangeReport(detail.id);
  return (
    <Dialog isOpen width="medium" title="Share the report" onClose={onClose}>
      <div className={styles.parts}>
        <SelectField
          label="Who sees it"
          value={detail.visibility}
          choices={VISIBILITIES}
          disabled={!detail.may.manage}
          hint={
            detail.isDraft
              ? 'It is a draft: until it is published only those who may write see it.'
              : 'Panels show the data only to those who may read the projects they come from.'
          }
          error={change.error === null ? null : messageOf(change.error)}
          onChange={(visibility) => change.mutate({ visibility })}
        />
        <CopyField
          label="Address of the report"
          text={window.location.origin + window.location.pathname}
        />
        {detail.may.manage ? (
          <>
            <Links report={detail.id} prepare={prepare} />
            <FrameOrigins
              origins={detail.frameOrigins}
              isBusy={change.isPending}
              onChange={(frameOrigins) => change.mutate({ frameOrigins: [...frameOrigins] })}
            />
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function Links({
  report,
  prepare,
}: {
  readonly report: string;
  readonly prepare: () => Promise<void>;
}) {
  const { data: list, refetch } = useReportLinks(report);
  const { create, revoke } = useLinkActions(report);
  const [name, setName] = useState('');
  const [data, setData] = useState<LinkData>('live');
  const [expiry, setExpiry] = useState<Expiry>('30');
  const [isPreparing, setPreparing] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isRecording, setRecording] = useState(false);
  const recordAgain = async () => {
    setRecording(true);
    setProblem(null);
    try {
      await prepare();
      await refetch();
    } catch (error) {
      setProblem(error);
    } finally {
      setRecording(false);
    }
  };
  const make = async () => {
    setPreparing(true);
    setProblem(null);
    try {
      await prepare();
      const made = { name, expiresAt: expiresAt(expiry), isLive: data === 'live' };
      setToken((await create.mutateAsync(made)).token);
      setName('');
    } catch (error) {
      setProblem(error);
    } finally {
      setPreparing(false);
    }
  };
  return (
    <section className={styles.links} aria-label="Secret links">
      <h3>Secret links</h3>
      <p className={styles.note}>
        Whoever has the link reads the report without an account: the text as it is, the data as
        they were recorded, with the time beside them. Nothing else can be reached by it.
      </p>
      {list === undefined || list.links.every(isOverOrRevoked) ? null : (
        <Recorded
          recorded={list.recorded}
          isBusy={isRecording}
          isDisabled={isPreparing}
          onRecord={() => void recordAgain()}
        />
      )}
      {token === null ? null : (
        <div className={styles.fresh} role="status">
          <p>The link is shown this once. Copy it now.</p>
          <CopyField label="Secret link" text={`${window.location.origin}/shared/${token}`} />
          <CopyField label="Frame of the report" text={frameOf(token, 800)} />
        </div>
      )}
      <form
        className={styles.newLink}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextField
          label="Name of the link"
          placeholder="For the review board"
          value={name}
          maxLength={256}
          onChange={({ target }) => setName(target.value)}
        />
        <SelectField label="Data" value={data} choices={LINK_DATA} onChange={setData} />
        <SelectField label="Ends" value={expiry} choices={EXPIRIES} onChange={setExpiry} />
        <p className={styles.linkHint}>{LINK_DATA_HINTS[data]}</p>
        <Button
          type="submit"
          icon={<Link2 aria-hidden />}
          isBusy={isPreparing}
          disabled={isRecording}
        >
          Make a link
        </Button>
      </form>
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {messageOf(problem)}
        </p>
      )}
      <ul className={styles.list}>
        {(list?.links ?? []).map((link) => (
          <LinkRow key={link.id} link={link} onRevoke={() => revoke.mutate(link.id)} />
        ))}
      </ul>
    </section>
  );
}

/** How old what the links show is, and a button that records it again. */
function Recorded({
  recorded: { since, missingCount },
  isBusy,
  isDisabled,
  onRecord,
}: {
  readonly recorded: ReportLinkList['recorded'];
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onRecord: () => void;
}) {
  if (since === null && missingCount === 0) return null;
  return (
    <div className={styles.recorded}>
      <p className={styles.note}>
        {since === null ? null : (
          <>
            Links show live blocks as of <TimeAgo at={since} />.{' '}
          </>
        )}
        {missingCount === 0
          ? null
          : `${formatPlural(missingCount, 'block')} not recorded yet: links show nothing of them.`}
      </p>
      <Button size="small" isBusy={isBusy} disabled={isDisabled} onClick={onRecord}>
        Record again
      </Button>
    </div>
  );
}

const isOverOrRevoked = ({ expiresAt, revokedAt }: ReportLink): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt < Date.now());

function LinkRow({ link, onRevoke }: { readonly link: ReportLink; readonly onRevoke: () => void }) {
  const isOver = link.expiresAt !== null && link.expiresAt < Date.now();
  const isRevoked = link.revokedAt !== null;
  return (
    <li className={styles.link}>
      <span className={styles.linkText}>
        <span>
          <bdi>{shownText(link.name || 'Link without a name')}</bdi>{' '}
          {isRevoked ? <Badge tone="danger">Revoked</Badge> : null}
          {isOver && !isRevoked ? <Badge tone="warning">Expired</Badge> : null}
        </span>
        <span className={styles.note}>
          {link.isLive ? 'kept up to date · ' : 'data as recorded · '}by{' '}
          <bdi>{shownText(link.createdBy ?? 'somebody who left')}</bdi>,{' '}
          <TimeAgo at={link.createdAt} /> ·{' '}
          {link.expiresAt === null ? 'never ends' : `ends ${formatDateTime(link.expiresAt)}`} ·{' '}
          {link.lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <TimeAgo at={link.lastUsedAt} />
            </>
          )}
        </span>
      </span>
      {isRevoked ? null : (
        <IconButton
          size="small"
          label={`Revoke ${link.name || 'the link'}`}
          icon={<Trash2 aria-hidden />}
          onClick={onRevoke}
        />
      )}
    </li>
  );
}
