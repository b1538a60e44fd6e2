import type { ArtifactStorage } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { HardDrive } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useArtifactStorage } from '../../../data/artifact-storage.ts';
import styles from '../artifacts.module.css';

/** A table of more rows than this is told to be the first of them. */
const MOST_ROWS = 500;

/** The room that the artifacts of a project take, and what deleting would give back. */
export function StorageView({
  entity,
  project,
}: {
  readonly entity: string;
  readonly project: string;
}) {
  const query = useArtifactStorage(entity, project);
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton lines={8} height={20} label="Loading storage" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { storedBytes, otherBytes, fileCount, versionCount, types, collections } = query.data;
  if (storedBytes === 0 && versionCount === 0) {
    return (
      <EmptyState icon={<HardDrive aria-hidden />} title="Nothing is stored yet">
        The room that artifacts take is shown here once there are some.
      </EmptyState>
    );
  }
  const asIfAlone = collections.reduce((sum, { versionBytes }) => sum + versionBytes, 0);
  return (
    <div className={styles.panels}>
      <dl className={styles.tiles}>
        <Tile term="Stored" value={formatBytes(storedBytes)}>
          {formatPlural(fileCount, 'content')}, each kept once
        </Tile>
        <Tile term="As if each version stood alone" value={formatBytes(asIfAlone)}>
          {formatPlural(versionCount, 'version')}
        </Tile>
        <Tile
          term="Saved by keeping contents once"
          value={formatBytes(Math.max(0, asIfAlone - (storedBytes - otherBytes)))}
        >
          same files in several versions
        </Tile>
        <Tile term="In the trash, or being uploaded" value={formatBytes(otherBytes)}>
          freed 7 days after deletion
        </Tile>
      </dl>
      <UseTable title="By type" first="Type" rows={types} most={storedBytes} />
      <UseTable
        title="By artifact"
        first="Artifact"
        rows={collections}
        most={storedBytes}
        link={({ name, type }) => ({
          params: { entity, project, artifact: name, type: type ?? '-' },
        })}
      />
      <p className={styles.explained}>
        “Kept” counts each content once per row; rows that share files count them both. “Freed by
        deleting” is what no other artifact of the project holds: what leaves the disk once all
        versions of the row are deleted and the trash is emptied. Files that runs or other projects
        hold as well stay for them.
      </p>
    </div>
  );
}

function Tile({
  term,
  value,
  children,
}: {
  readonly term: string;
  readonly value: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.tile}>
      <dt>{term}</dt>
      <dd>{value}</dd>
      <dd className={styles.note}>{children}</dd>
    </div>
  );
}

type Use = ArtifactStorage['types'][number] & { readonly type?: string };

function UseTable({
  title,
  first,
  rows,
  most,
  link,
}: {
  readonly title: string;
  readonly first: string;
  readonly rows: readonly Use[];
  readonly most: number;
  readonly link?: (use: Use) => {
    readonly params: {
      readonly entity: string;
      readonly project: string;
      readonly type: string;
      readonly artifact: string;
    };
  };
}) {
  return (
    <Panel title={title} count={formatCount(rows.length)} isFlush>
      <ScrollRegion className={styles.scrolled}>
        <Table label={title}>
          <thead>
            <tr>
              <HeadCell>{first}</HeadCell>
              <HeadCell width="18%">Share</HeadCell>
              <HeadCell align="end">Versions</HeadCell>
              <HeadCell align="end">Kept</HeadCell>
              <HeadCell align="end">As if alone</HeadCell>
              <HeadCell align="end">Freed by deleting</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((use) => (
              <Row key={use.name}>
                <Cell>
                  {link === undefined ? (
                    <Truncated text={use.name} />
                  ) : (
                    <Link
                      to="/$entity/$project/artifacts/$type/$artifact"
                      {...link(use)}
                      className={styles.link}
                    >
                      <Truncated text={use.name} />
                    </Link>
                  )}
                </Cell>
                <Cell>
                  <span
                    className={styles.bar}
                    style={{ width: `${most === 0 ? 0 : (100 * use.storedBytes) / most}%` }}
                  />
                </Cell>
                <Cell align="end">{formatCount(use.versionCount)}</Cell>
                <Cell align="end">{formatBytes(use.storedBytes)}</Cell>
                <Cell align="end" isMuted>
                  {formatBytes(use.versionBytes)}
                </Cell>
                <Cell align="end">{formatBytes(use.ownBytes)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
        {rows.length > MOST_ROWS ? (
          <p className={styles.explained}>The {formatCount(MOST_ROWS)} largest.</p>
        ) : null}
      </ScrollRegion>
    </Panel>
  );
}
