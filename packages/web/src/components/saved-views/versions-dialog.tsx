import type { SavedViewDetail, SavedViewVersion } from '@runloom/model';
import { useViewVersions } from '../../data/views.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorState, messageOf } from '../error-state.tsx';
import { shownText } from '../shown-text.ts';
import { TimeAgo } from '../time-ago.tsx';
import styles from './saved-views.module.css';
import { type Describe, ViewChanges } from './view-changes.tsx';

/** Every save of a view with its author, time and what it changed; any of them can be taken back. */
export function VersionsDialog<Spec>({
  view,
  parse,
  describe,
  onRestore,
  onClose,
}: {
  readonly view: SavedViewDetail;
  /** Throws for what is no spec of this kind of view. */
  readonly parse: (spec: unknown) => Spec;
  readonly describe: Describe<Spec>;
  readonly onRestore: (spec: Spec) => void;
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
            parse={parse}
            describe={describe}
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

function Version<Spec>({
  version,
  before,
  isLatest,
  parse,
  describe,
  onRestore,
}: {
  readonly version: SavedViewVersion;
  readonly before: SavedViewVersion | undefined;
  readonly isLatest: boolean;
  readonly parse: (spec: unknown) => Spec;
  readonly describe: Describe<Spec>;
  readonly onRestore: (spec: Spec) => void;
}) {
  const spec = read(parse, version);
  const earlier = before === undefined ? null : read(parse, before);
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
        <ViewChanges before={earlier} after={spec} describe={describe} />
      )}
    </li>
  );
}

function read<Spec>(parse: (spec: unknown) => Spec, { spec }: SavedViewVersion): Spec | Error {
  try {
    return parse(spec);
  } catch (problem) {
    return problem instanceof Error ? problem : new Error('This version can’t be read.');
  }
}
