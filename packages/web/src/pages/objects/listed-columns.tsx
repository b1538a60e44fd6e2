import type { WeaveObjectList } from '@runloom/model';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatCount } from '../../components/format.ts';
import { Highlight } from '../../components/highlight.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import styles from './objects.module.css';

/** Something published, as lists tell it: by its newest version. */
export type Listed = WeaveObjectList['objects'][number];

/** A name in a list, with the tags of its newest version. */
export function ListedName({
  listed: { name, latest },
  search,
  link,
}: {
  readonly listed: Listed;
  readonly search: string;
  /** Leads to where it is, with the name in it. */
  readonly link: (name: ReactNode) => ReactNode;
}) {
  return (
    <span className={styles.labels}>
      {link(
        <Truncated text={name}>
          <Highlight text={name} search={search} />
        </Truncated>,
      )}
      {latest.tags.slice(0, 3).map((tag) => (
        <Badge key={tag}>{shownText(tag)}</Badge>
      ))}
    </span>
  );
}

/** What every list of published things tells of their versions. */
export const VERSION_COLUMNS: readonly Column<Listed>[] = [
  {
    id: 'versions',
    title: 'Versions',
    width: '92px',
    align: 'end',
    isSortable: true,
    render: ({ versionCount }) => formatCount(versionCount),
  },
  {
    id: 'latest',
    title: 'Latest',
    width: '84px',
    render: ({ latest }) => `v${latest.versionIndex}`,
  },
  {
    id: 'updated',
    title: 'Published',
    width: '130px',
    isSortable: true,
    render: ({ latest }) => <TimeAgo at={latest.createdAt} />,
  },
  {
    id: 'by',
    title: 'By',
    width: 'minmax(90px, 1fr)',
    render: ({ latest }) => <Truncated text={latest.createdBy ?? '–'} />,
  },
];
