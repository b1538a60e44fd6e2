import type { ArtifactDiff, ArtifactEntry } from '@runloom/model';
import { MediaPreview } from '../../../../components/file-preview/media-preview.tsx';
import { previewKind } from '../../../../components/file-preview/preview-kind.ts';
import { Panel } from '../../../../components/panel.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { fileOfEntry } from '../../../../data/artifact-files.ts';
import { hexDigest } from '../digest.ts';
import { isTableFile, MOST_TABLE_BYTES } from '../files/table-file.tsx';
import { useShownVersion } from '../version-context.ts';
import styles from './compare.module.css';
import type { FilePair } from './file-pair.ts';
import { TableDifferenceView } from './table-difference-view.tsx';
import { MOST_TEXT_BYTES, TextDifference } from './text-difference.tsx';

/** What became of one file: its lines, its rows, or the picture before and after. */
export function EntryDifference({
  entry,
  times,
  versions,
}: {
  readonly entry: ArtifactDiff['entries'][number];
  readonly times: { readonly before: number };
  readonly versions: { readonly before: string };
}) {
  const { address, detail } = useShownVersion();
  const pair: FilePair = {
    place: {
      entity: address.entity,
      project: address.project,
      run: `artifacts/${address.artifact}/${versions.before} ${detail.version}`,
    },
    before: entry.before && fileOfEntry(entry.before, times.before),
    after: entry.after && fileOfEntry(entry.after, detail.createdAt),
  };
  return (
    <Panel title={shownText(entry.path)} isFlush>
      <Body entry={entry} pair={pair} names={[versions.before, detail.version]} />
    </Panel>
  );
}

function Body({
  entry,
  pair,
  names,
}: {
  readonly entry: ArtifactDiff['entries'][number];
  readonly pair: FilePair;
  readonly names: readonly [string, string];
}) {
  const { before, after } = pair;
  const isReference = (entry.before?.ref ?? entry.after?.ref ?? null) !== null;
  const file = after ?? before;
  if (isReference || file === null) return <Digests entry={entry} names={names} />;
  const kind = previewKind(file);
  if (isTableFile(file.name) && before && after) {
    if (Math.max(before.sizeBytes, after.sizeBytes) <= MOST_TABLE_BYTES) {
      return <TableDifferenceView pair={pair} />;
    }
  }
  if (kind === 'image') {
    return (
      <div className={styles.pictures}>
        {[before, after].map((side, index) => (
          <figure key={names[index]} className={styles.picture}>
            <figcaption>{names[index]}</figcaption>
            {side === null ? (
              <p className={styles.none}>not in this version</p>
            ) : (
              <MediaPreview kind="image" file={side} />
            )}
          </figure>
        ))}
      </div>
    );
  }
  const isText = kind !== 'none' && kind !== 'audio' && kind !== 'video';
  if (isText && Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0) <= MOST_TEXT_BYTES) {
    return <TextDifference pair={pair} />;
  }
  return <Digests entry={entry} names={names} />;
}

/** What is known without looking inside. */
function Digests({
  entry,
  names,
}: {
  readonly entry: ArtifactDiff['entries'][number];
  readonly names: readonly [string, string];
}) {
  const text = (side: ArtifactEntry | null): string => {
    if (side === null) return 'not there';
    return side.ref === null ? `MD5 ${hexDigest(side.digest)}` : `${side.ref} (${side.digest})`;
  };
  return (
    <dl className={styles.digests}>
      <dt>{names[0]}</dt>
      <dd>
        <bdi>{shownText(text(entry.before))}</bdi>
      </dd>
      <dt>{names[1]}</dt>
      <dd>
        <bdi>{shownText(text(entry.after))}</bdi>
      </dd>
      <dd className={styles.none}>
        {entry.before?.ref || entry.after?.ref
          ? 'References are compared by their address and digest; nothing is fetched.'
          : 'Too large, or no text: what changed inside is not shown here.'}
      </dd>
    </dl>
  );
}
