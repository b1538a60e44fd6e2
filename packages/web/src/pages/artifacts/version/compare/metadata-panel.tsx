import type { ArtifactVersionDetail } from '@runloom/model';
import { useMemo } from 'react';
import { formatBytes, formatCount, formatPlural } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../../components/table.tsx';
import styles from './compare.module.css';
import { diffMetadata } from './metadata-difference.ts';

const MOST_ROWS = 500;

/** What differs in the metadata of two versions, and in what is known of them. */
export function MetadataPanel({
  before,
  after,
}: {
  readonly before: ArtifactVersionDetail;
  readonly after: ArtifactVersionDetail;
}) {
  const changes = useMemo(
    () => diffMetadata(before.metadata, after.metadata),
    [before.metadata, after.metadata],
  );
  const facts = [
    { name: 'Digest', before: before.digest, after: after.digest },
    {
      name: 'Size',
      before: formatBytes(before.sizeBytes),
      after: formatBytes(after.sizeBytes),
    },
    { name: 'Files', before: formatCount(before.fileCount), after: formatCount(after.fileCount) },
    { name: 'Description', before: before.description, after: after.description },
    {
      name: 'Made by run',
      before: before.madeBy?.displayName ?? '',
      after: after.madeBy?.displayName ?? '',
    },
  ].filter((fact) => fact.before !== fact.after);
  return (
    <Panel
      title="Metadata"
      count={changes.length === 0 ? 'the same' : formatPlural(changes.length, 'difference')}
      isFlush
    >
      {facts.length + changes.length === 0 ? (
        <p className={styles.same}>Metadata, size and digest are the same.</p>
      ) : (
        <ScrollRegion className={styles.metadata}>
          <Table label="Metadata that differs">
            <thead>
              <tr>
                <HeadCell width="26%">Key</HeadCell>
                <HeadCell width="37%">{before.version}</HeadCell>
                <HeadCell width="37%">{after.version}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {facts.map((fact) => (
                <Row key={fact.name}>
                  <Cell isMuted>{fact.name}</Cell>
                  <Value text={fact.before} />
                  <Value text={fact.after} />
                </Row>
              ))}
              {changes.slice(0, MOST_ROWS).map(({ path, before: old, after: now }) => (
                <Row key={JSON.stringify(path)}>
                  <Cell>
                    <bdi className={styles.key}>{shownText(path.join('.'))}</bdi>
                  </Cell>
                  <Value text={old} tone="removed" />
                  <Value text={now} tone="added" />
                </Row>
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      )}
      {changes.length > MOST_ROWS ? (
        <p className={styles.same}>The first {formatCount(MOST_ROWS)}.</p>
      ) : null}
    </Panel>
  );
}

function Value({
  text,
  tone,
}: {
  readonly text: string | null;
  readonly tone?: 'added' | 'removed';
}) {
  return (
    <Cell>
      {text === null || text === '' ? (
        <span className={styles.none}>none</span>
      ) : (
        <bdi className={tone === undefined ? styles.value : `${styles.value} ${styles[tone]}`}>
          {shownText(text.slice(0, 2_000))}
        </bdi>
      )}
    </Cell>
  );
}
