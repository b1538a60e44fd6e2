import type { FileView, MediaKey } from '@runloom/model';
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { RunAddress } from '../../../data/files.ts';
import { useMediaValues } from '../../../data/media.ts';
import { lastPart } from '../files/file-tree.ts';
import { MediaPreview } from '../files/media-preview.tsx';
import { previewKind } from '../files/preview-kind.ts';
import { TextContentPreview } from '../files/text-content-preview.tsx';
import { HistogramView } from './heat-map/histogram-view.tsx';
import { ImagesView } from './images-view.tsx';
import styles from './media.module.css';
import type { MediaKind } from './media-kind.ts';
import { type MediaItem, mediaItems, tableValues } from './media-value.ts';
import { MissingFile } from './missing-file.tsx';
import { indexAtOrBefore } from './step-position.ts';
import { TableView } from './table/table-view.tsx';

interface CardProps {
  readonly address: RunAddress;
  readonly entry: MediaKey;
  readonly kind: MediaKind;
  /** Steps that hold the key; undefined while they are loaded. */
  readonly steps: readonly number[] | undefined;
  /** The step that the page shows: the last value at or before it is taken. */
  readonly step: number | undefined;
}

/** What one key holds at the step. */
export function MediaCard({ address, entry, kind, steps, step }: CardProps) {
  if (kind === 'histogram') {
    return (
      <Panel title={entry.key} isFlush controls={<StepCount steps={steps} />}>
        {steps === undefined ? (
          <Loading name={entry.key} />
        ) : (
          <HistogramView address={address} name={entry.key} steps={steps} />
        )}
      </Panel>
    );
  }
  const at = steps?.[indexAtOrBefore(steps, step ?? Number.NaN)];
  const card = (
    <Panel
      title={entry.key}
      count={at === undefined ? '' : `step ${formatCount(at)}`}
      isFlush
      controls={<StepCount steps={steps} />}
    >
      {steps === undefined ? (
        <Loading name={entry.key} />
      ) : at === undefined ? (
        <p className={styles.none}>Nothing at or before this step.</p>
      ) : (
        <ValueAt address={address} entry={entry} kind={kind} steps={steps} step={at} />
      )}
    </Panel>
  );
  return kind === 'table' ? <div className={styles.wide}>{card}</div> : card;
}

function StepCount({ steps }: { readonly steps: readonly number[] | undefined }) {
  if (steps === undefined) return null;
  return <span className={styles.count}>{formatPlural(steps.length, 'step')}</span>;
}

function Loading({ name }: { readonly name: string }) {
  return (
    <div className={styles.pending}>
      <Skeleton lines={4} label={`Loading ${name}`} />
    </div>
  );
}

function ValueAt({
  address,
  entry,
  kind,
  steps,
  step,
}: {
  readonly address: RunAddress;
  readonly entry: MediaKey;
  readonly kind: MediaKind;
  readonly steps: readonly number[];
  readonly step: number;
}) {
  const isGrowing = entry.types.includes('incremental-table-file');
  const asked = useMemo(
    () => (isGrowing ? stepsUpTo(steps, step).slice(-MOST_INCREMENTS) : [step]),
    [isGrowing, steps, step],
  );
  const query = useMediaValues(address, entry.key, asked);
  const { data } = query;
  const files = useMemo(() => new Map(data?.files.map((file) => [file.name, file])), [data]);
  const items = useMemo(() => data?.values.flatMap(({ value }) => mediaItems(value)), [data]);
  if (items === undefined) {
    if (query.isPending) {
      return <Loading name={entry.key} />;
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) return <p className={styles.none}>This value names no file.</p>;
  if (kind === 'images') {
    return (
      <ImagesView address={address} items={items} files={files} maskLabels={entry.maskLabels} />
    );
  }
  if (kind === 'table') {
    return (
      <TableView
        address={address}
        name={entry.key}
        values={tableValues((data?.values ?? []).map(({ value }) => value))}
        files={files}
      />
    );
  }
  return (
    <ul className={styles.items}>
      {items.map((item, index) => (
        <li key={`${index} ${item.path}`} className={styles.item}>
          <Item address={address} item={item} file={files.get(item.path)} />
          {item.caption === '' ? null : (
            <p className={styles.caption}>
              <Truncated text={item.caption} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A growing table is read of so many of its last parts. */
const MOST_INCREMENTS = 500;

const stepsUpTo = (steps: readonly number[], step: number): readonly number[] =>
  steps.slice(0, indexAtOrBefore(steps, step) + 1);

/** A sound, a video, a page as its source, or a file to download. */
function Item({
  address,
  item,
  file,
}: {
  readonly address: RunAddress;
  readonly item: MediaItem;
  readonly file: FileView | undefined;
}) {
  if (file === undefined) {
    return item.path === '' ? (
      <p className={styles.none}>This value names no file.</p>
    ) : (
      <MissingFile />
    );
  }
  const kind = previewKind(file);
  if (kind === 'audio' || kind === 'video' || kind === 'image') {
    return (
      <div className={kind === 'audio' ? styles.sound : styles.preview}>
        <MediaPreview key={file.name} kind={kind} file={file} />
      </div>
    );
  }
  if (/html/i.test(file.mimeType)) {
    return (
      <div className={styles.page}>
        <TextContentPreview key={file.name} address={address} file={file} kind="html" isForced />
      </div>
    );
  }
  return (
    <a className={buttonClass('secondary', 'small')} href={file.url} download={lastPart(file.name)}>
      <Download aria-hidden />
      Download {formatBytes(file.sizeBytes)}
    </a>
  );
}
