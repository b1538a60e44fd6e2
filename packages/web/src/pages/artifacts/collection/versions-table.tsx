import type { ArtifactVersionList } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { type Column, DataTable, rowLinkClass } from '../../../components/data-table.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { ArtifactAddress } from '../../../data/artifacts.ts';
import artifacts from '../artifacts.module.css';
import { RunLink } from '../links.tsx';
import { ttlText } from '../ttl.ts';
import styles from './collection.module.css';

type Version = ArtifactVersionList['versions'][number];

/** Versions, one a row, newest first. */
export function VersionsTable({
  address,
  type,
  rows,
  chosen,
  onChoose,
  onEnd,
}: {
  readonly address: ArtifactAddress;
  readonly type: string;
  readonly rows: readonly Version[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (versions: ReadonlySet<string>) => void;
  readonly onEnd?: (() => void) | undefined;
}) {
  const { entity, project, artifact } = address;
  const columns = useMemo<readonly Column<Version>[]>(
    () => [
      {
        id: 'chosen',
        title: '',
        width: '40px',
        render: ({ version }) => (
          <input
            type="checkbox"
            className={styles.check}
            aria-label={`Choose ${version}`}
            checked={chosen.has(version)}
            onChange={() => {
              const next = new Set(chosen);
              if (!next.delete(version)) next.add(version);
              onChoose(next);
            }}
          />
        ),
      },
      {
        id: 'version',
        title: 'Version',
        width: '92px',
        render: ({ version }) => (
          <Link
            to="/$entity/$project/artifacts/$type/$artifact/$version"
            params={{ entity, project, type, artifact, version }}
            className={rowLinkClass}
          >
            {version}
          </Link>
        ),
      },
      {
        id: 'aliases',
        title: 'Aliases',
        width: 'minmax(140px, 2fr)',
        render: ({ aliases }) => <Labels names={aliases} tone="accent" />,
      },
      {
        id: 'tags',
        title: 'Tags',
        width: 'minmax(90px, 1fr)',
        render: ({ tags }) => <Labels names={tags} tone="neutral" />,
      },
      {
        id: 'size',
        title: 'Size',
        width: '84px',
        align: 'end',
        render: ({ sizeBytes }) => formatBytes(sizeBytes),
      },
      {
        id: 'files',
        title: 'Files',
        width: '84px',
        align: 'end',
        render: ({ fileCount }) => formatCount(fileCount),
      },
      {
        id: 'digest',
        title: 'Digest',
        width: '100px',
        render: ({ digest }) => (
          <span className={artifacts.mono} title={digest}>
            {digest.slice(0, 8)}
          </span>
        ),
      },
      {
        id: 'run',
        title: 'Made by run',
        width: 'minmax(120px, 1.4fr)',
        render: ({ madeBy, user }) =>
          madeBy === null ? (
            <span className={artifacts.none}>{user ?? '–'}</span>
          ) : (
            <span className={styles.cellLink}>
              <RunLink run={madeBy} from={address} />
            </span>
          ),
      },
      {
        id: 'ttl',
        title: 'Lives',
        width: '92px',
        render: ({ ttlSeconds }) => (
          <span className={ttlSeconds === null ? artifacts.none : undefined}>
            {ttlText(ttlSeconds)}
          </span>
        ),
      },
      {
        id: 'created',
        title: 'Created',
        width: '108px',
        align: 'end',
        render: ({ createdAt }) => (
          <span className={artifacts.muted}>
            <TimeAgo at={createdAt} />
          </span>
        ),
      },
    ],
    [entity, project, artifact, type, chosen, onChoose, address],
  );
  return (
    <DataTable
      label="Versions"
      columns={columns}
      rows={rows}
      minWidth={980}
      rowKey={({ version }) => version}
      onEnd={onEnd}
    />
  );
}

function Labels({
  names,
  tone,
}: {
  readonly names: readonly string[];
  readonly tone: 'accent' | 'neutral';
}) {
  return (
    <span className={styles.labels} title={names.map(shownText).join(', ')}>
      {names.slice(0, 4).map((name) => (
        <Badge key={name} tone={tone}>
          <Truncated text={name} />
        </Badge>
      ))}
      {names.length > 4 ? <span className={artifacts.none}>+{names.length - 4}</span> : null}
    </span>
  );
}
