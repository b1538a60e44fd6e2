import {
  describeChanges,
  parseViewSpec,
  type SavedViewDetail,
  type SavedViewVersion,
  type ViewSpec,
} from '@runloom/model';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState, messageOf } from '../../../components/error-state.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useViewVersions } from '../../../data/views.ts';
import styles from './view-bar.module.css';

/** Every save of a view with its author, time and what it changed; any of them can be taken back. */
export function VersionsDialog({
  view,
  onRestore,
  onClose,
}: {
  readonly view: SavedViewDetail;
  readonly onRestore: (spec: ViewSpec) => void;
  readonly onClose: () => void;
}) {
  const { data, error } = useViewVersions(view.id);
  return (
    <Dialog
      isOpen
      width="medium"
      title={
        <>
          Versions of <bdi>{shownText(view.name)}</bdi>
        </>
      }
      onClose={onClose}
    >
      {error ? <ErrorState error={error} /> : null}
      <ol className={styles.versions}>
        {data?.map((version, index) => (
          <Version
            key={version.number}
            version={version}
            before={data[index + 1]}
            isLatest={index === 0}
            onRestore={(spec) => {
              onRestore(spec);
              onClose();
            }}
          />
        ))}
      </ol>
    </Dialog>
  );
}

function Version({
  version,
  before,
  isLatest,
  onRestore,
}: {
  readonly version: SavedViewVersion;
  readonly before: SavedViewVersion | undefined;
  readonly isLatest: boolean;
  readonly onRestore: (spec: ViewSpec) => void;
}) {
  const spec = read(version);
  const earlier = before === undefined ? null : read(before);
  return (
    <li className={styles.version}>
      <div className={styles.versionHead}>
        <strong>Version {version.number}</strong>
        <span>
          <bdi>{version.user ?? 'somebody who is gone'}</bdi>, <TimeAgo at={version.createdAt} />
        </span>
        {spec instanceof Error ? null : (
          <Button size="small" onClick={() => onRestore(spec)}>
            {isLatest ? 'Go back to it' : 'Restore'}
          </Button>
        )}
      </div>
      {spec instanceof Error ? <p className={styles.changes}>{messageOf(spec)}</p> : null}
      {spec instanceof Error || earlier === null || earlier instanceof Error ? null : (
        <Changes before={earlier} after={spec} />
      )}
    </li>
  );
}

/** What differs, in words. */
export function Changes({
  before,
  after,
}: {
  readonly before: ViewSpec;
  readonly after: ViewSpec;
}) {
  const changes = describeChanges(before, after);
  if (changes.length === 0) return <p className={styles.changes}>Nothing differs.</p>;
  return (
    <ul className={styles.changes}>
      {changes.slice(0, 30).map((change) => (
        <li key={change.subject}>
          <bdi>{cut(change.subject)}</bdi>:{' '}
          {change.before === null ? null : (
            <del>
              <bdi>{cut(change.before)}</bdi>
            </del>
          )}{' '}
          {change.after === null ? (
            'taken away'
          ) : (
            <ins>
              <bdi>{cut(change.after)}</bdi>
            </ins>
          )}
        </li>
      ))}
      {changes.length > 30 ? <li>and {changes.length - 30} more</li> : null}
    </ul>
  );
}

const cut = (text: string): string =>
  shownText(text.length > 300 ? `${text.slice(0, 300)}…` : text);

function read({ spec }: SavedViewVersion): ViewSpec | Error {
  try {
    return parseViewSpec(spec);
  } catch (problem) {
    return problem instanceof Error ? problem : new Error('This version can’t be read.');
  }
}
