import type { ArtifactCollectionList } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Badge } from '../../../components/badge.tsx';
import {
  type Column,
  DataTable,
  rowLinkClass,
  type Sort,
} from '../../../components/data-table.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { Highlight } from '../../../components/highlight.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import styles from '../artifacts.module.css';

type Collection = ArtifactCollectionList['collections'][number];

const MOST_TAGS = 3;

/** Collections, one a row. */
export function CollectionsTable({
  entity,
  project,
  rows,
  search,
  sort,
  onSort,
  onEnd,
}: {
  readonly entity: string;
  readonly project: string;
  readonly rows: readonly Collection[];
  /** Marked in the names. */
  readonly search: string;
  readonly sort: Sort;
  readonly onSort: (column: string) => void;
  readonly onEnd?: (() => void) | undefined;
}) {
  const columns = useMemo<readonly Column<Collection>[]>(
    () => [
      {
        id: 'name',
        title: 'Artifact',
        width: 'minmax(220px, 3fr)',
        isSortable: true,
        render: ({ name, type, kind, tags }) => (
          <span className={styles.nameCell}>
            <Link
              to="/$entity/$project/artifacts/$type/$artifact"
              params={{ entity, project, type, artifact: name }}
              className={rowLinkClass}
            >
              <Truncated text={name}>
                <Highlight text={name} search={search} />
              </Truncated>
            </Link>
            {kind === 'portfolio' ? <Badge tone="info">links</Badge> : null}
            <span className={styles.labels}>
              {tags.slice(0, MOST_TAGS).map((tag) => (
                <Badge key={tag}>{shownText(tag)}</Badge>
              ))}
            </span>
          </span>
        ),
      },
      {
        id: 'type',
        title: 'Type',
        width: 'minmax(100px, 1fr)',
        isSortable: true,
        render: ({ type }) => <Truncated text={type} className={styles.muted} />,
      },
      {
        id: 'latest',
        title: 'Latest',
        width: '84px',
        render: ({ latest }) => latest ?? <span className={styles.none}>–</span>,
      },
      {
        id: 'versions',
        title: 'Versions',
        width: '96px',
        align: 'end',
        isSortable: true,
        render: ({ versionCount }) => formatCount(versionCount),
      },
      {
        id: 'size',
        title: 'Size',
        width: '92px',
        align: 'end',
        isSortable: true,
        render: ({ sizeBytes }) => formatBytes(sizeBytes),
      },
      {
        id: 'user',
        title: 'Made by',
        width: 'minmax(100px, 1fr)',
        render: ({ user }) =>
          user === null ? (
            <span className={styles.none}>–</span>
          ) : (
            <Truncated text={user} className={styles.muted} />
          ),
      },
      {
        id: 'updated',
        title: 'Last version',
        width: '116px',
        align: 'end',
        isSortable: true,
        render: ({ latestAt, createdAt }) => (
          <span className={styles.muted}>
            <TimeAgo at={latestAt ?? createdAt} />
          </span>
        ),
      },
    ],
    [entity, project, search],
  );
  return (
    <DataTable
      label="Artifacts"
      columns={columns}
      rows={rows}
      minWidth={820}
      rowKey={({ name }) => name}
      sort={sort}
      onSort={onSort}
      onEnd={onEnd}
    />
  );
}
