import { Link } from '@tanstack/react-router';
import { Ellipsis, FolderInput, Link2, OctagonX, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Badge, StatePill } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { formatCount, formatDuration } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { TagEditor } from '../../../components/tag-editor.tsx';
import { TimeAgo, useNow } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useCopy } from '../../../components/use-copy.ts';
import { useChangeRun } from '../../../data/runs.ts';
import { useShownRun } from '../run-context.ts';
import { AlertsMark } from './alerts-mark.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { Forks } from './forks.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { Origin } from './origin.tsx';
import styles from './run-header.module.css';
import { RunTabs } from './run-tabs.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { WatchButton } from './watch-button.tsx';

/**
 * Name, state, tags and tabs of the run.
 * @param updatedAt when the run was last read, by this browser's clock
 */
export function RunHeader({ updatedAt }: { readonly updatedAt: number }) {
  const { entity, project, name, run } = useShownRun();
  const change = useChangeRun(entity, project, name);
  const toasts = useToasts();
  const [asked, setAsked] = useState<'stop' | 'move' | 'delete' | null>(null);
  const close = () => setAsked(null);
  const isAlive = run.state === 'running';
  const save = (part: Parameters<typeof change.mutate>[0], what: string) =>
    change.mutate(part, {
      onError: (error) => toasts.failure(`The ${what} could not be saved`, error),
    });
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h1 className={styles.name}>
          <InlineEdit
            label="Name"
            value={run.displayName}
            maxLength={512}
            isRequired
            canEdit={run.canWrite}
            onSave={(displayName) => save({ displayName }, 'name')}
          >
            <Truncated text={run.displayName || name} />
          </InlineEdit>
        </h1>
        <StatePill state={run.state} detail={exitText(run.exitCode)} />
        {run.stopRequested && isAlive ? <Badge tone="warning">Stop requested</Badge> : null}
        <AlertsMark />
        <span className={styles.spacer} />
        <WatchButton />
        {isAlive && run.canWrite && !run.stopRequested ? (
          <Button size="small" icon={<OctagonX aria-hidden />} onClick={() => setAsked('stop')}>
            Stop
          </Button>
        ) : null}
        <MoreMenu
          name={name}
          path={`${entity}/${project}/${name}`}
          canMove={run.canWrite && !isAlive}
          canDelete={run.canWrite}
          onAsk={setAsked}
        />
      </div>
      <div className={styles.wrapping}>
        <p className={styles.facts}>
          {run.user === null ? null : (
            <Link to="/$entity" params={{ entity: run.user }} className={styles.user}>
              <Truncated text={run.user} />
            </Link>
          )}
          <span>
            <TimeAgo at={run.createdAt} />
          </span>
          <Duration durationMs={run.durationMs} countsFrom={isAlive ? updatedAt : null} />
          {run.lastStep === null ? null : <span>step {formatCount(run.lastStep)}</span>}
          {run.branch === null ? null : <Origin branch={run.branch} />}
          <Forks />
          {run.group === '' ? null : <Fact label="group" text={run.group} />}
          {run.jobType === '' ? null : <Fact label="job type" text={run.jobType} />}
        </p>
        <div className={styles.tags}>
          <Tag aria-hidden className={styles.tagIcon} />
          <TagEditor
            tags={run.tags}
            canEdit={run.canWrite}
            onSave={(tags) => save({ tags: [...tags] }, 'tags')}
          />
        </div>
      </div>
      <RunTabs />
      <StopDialog isOpen={asked === 'stop'} onClose={close} />
      <MoveDialog isOpen={asked === 'move'} onClose={close} />
      <DeleteDialog isOpen={asked === 'delete'} onClose={close} />
    </header>
  );
}

function exitText(exitCode: number | null): string | undefined {
  return exitCode === null || exitCode === 0 ? undefined : `exit ${exitCode}`;
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <span className={styles.fact}>
      <span className={styles.factLabel}>{label}</span>
      <Truncated text={text} />
    </span>
  );
}

/** Goes on by the second between two heartbeats. */
function Duration({
  durationMs,
  countsFrom,
}: {
  readonly durationMs: number;
  readonly countsFrom: number | null;
}) {
  const now = useNow(countsFrom === null ? null : 1000);
  const since = countsFrom === null ? 0 : Math.max(0, now - countsFrom);
  return <span>{formatDuration(durationMs + since)}</span>;
}

function MoreMenu({
  name,
  path,
  canMove,
  canDelete,
  onAsk,
}: {
  readonly name: string;
  readonly path: string;
  readonly canMove: boolean;
  readonly canDelete: boolean;
  readonly onAsk: (what: 'move' | 'delete') => void;
}) {
  const copyText = useCopy();
  const copy = (text: string, what: string) =>
    copyText(text, `${what} copied`, `${what} was not copied`);
  return (
    <Menu
      align="end"
      trigger={<IconButton label="More" size="small" icon={<Ellipsis aria-hidden />} />}
    >
      <MenuItem icon={<Link2 aria-hidden />} onSelect={() => copy(location.href, 'Link')}>
        Copy link
      </MenuItem>
      <MenuItem onSelect={() => copy(name, 'Run id')}>Copy run id</MenuItem>
      <MenuItem onSelect={() => copy(path, 'Run path')}>Copy run path</MenuItem>
      {canMove ? (
        <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => onAsk('move')}>
          Move…
        </MenuItem>
      ) : null}
      {canDelete ? (
        <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => onAsk('delete')}>
          Delete…
        </MenuItem>
      ) : null}
    </Menu>
  );
}
