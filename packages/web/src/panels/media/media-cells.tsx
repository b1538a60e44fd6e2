import type { MediaKey, MediaSettings } from '@runloom/model';
import { Columns2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { AnnotatedImage } from '../../components/media/annotated-image.tsx';
import { HistogramView } from '../../components/media/heat-map/histogram-view.tsx';
import { MediaItemView } from '../../components/media/media-item.tsx';
import { mediaKind, wordsForType } from '../../components/media/media-kind.ts';
import { mediaItems } from '../../components/media/media-value.ts';
import { MissingFile } from '../../components/media/missing-file.tsx';
import { layersOf, type OverlayClass, overlaysOf } from '../../components/media/overlay-classes.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { RunAddress } from '../../data/files.ts';
import { useImageLayers } from '../../data/image-layers.ts';
import { useMediaKeys, useMediaValues } from '../../data/media.ts';
import type { ShownRun } from '../board/board-context.ts';
import styles from './media-panel.module.css';

/** One key of one run at a step. */
export interface MediaCell {
  readonly name: string;
  readonly run: ShownRun;
  readonly entryKey: string;
  readonly steps: readonly number[];
  /** Null: nothing was logged at or before the slider's place. */
  readonly step: number | null;
}

/** What one run holds under one key at a step: its first media, and a count of the rest. */
export function MediaCells({
  entity,
  project,
  cell,
  heading,
  index = null,
  settings,
  hidden,
  canCompare,
  onReport,
  onChange,
}: {
  readonly entity: string;
  readonly project: string;
  readonly cell: MediaCell;
  /** Null: what is above says it. */
  readonly heading: string | null;
  /** Which of the media that were logged together; null: all. */
  readonly index?: number | null;
  readonly settings: MediaSettings;
  readonly hidden: ReadonlySet<string>;
  readonly canCompare: boolean;
  readonly onReport: (cell: string, classes: readonly OverlayClass[]) => void;
  readonly onChange: (change: Partial<MediaSettings>) => void;
}) {
  const { run, entryKey, step } = cell;
  const address = useMemo(() => ({ entity, project, run: run.name }), [entity, project, run.name]);
  const entry = useMediaKeys(address).data?.find(({ key }) => key === entryKey);
  return (
    <div className={styles.cell}>
      <p className={styles.cellHead}>
        {heading === null ? null : <Truncated text={heading} />}
        {step === null ? null : <span>step {formatCount(step)}</span>}
      </p>
      {step === null ? (
        <p className={styles.none}>Nothing at or before this place.</p>
      ) : entry === undefined ? (
        <Skeleton lines={3} label={`Loading ${entryKey}`} />
      ) : mediaKind(entry.types[0]) === 'histogram' ? (
        <HistogramView address={address} name={entryKey} steps={cell.steps} />
      ) : (
        <Items
          address={address}
          entry={entry}
          cell={cell}
          step={step}
          index={index}
          settings={settings}
          hidden={hidden}
          canCompare={canCompare}
          onReport={onReport}
          onChange={onChange}
        />
      )}
    </div>
  );
}

const NO_STEPS: readonly number[] = [];

/** Media of one value, with their files and what lies over them. */
export function useMediaAt(address: RunAddress, entry: MediaKey | undefined, step: number | null) {
  const steps = useMemo(() => (step === null ? NO_STEPS : [step]), [step]);
  const query = useMediaValues(address, entry?.key ?? '', steps);
  const { data } = query;
  const items = useMemo(() => data?.values.flatMap(({ value }) => mediaItems(value)), [data]);
  const files = useMemo(() => new Map(data?.files.map((file) => [file.name, file])), [data]);
  return { items, files, query };
}

function Items({
  address,
  entry,
  cell,
  step,
  index: only,
  settings,
  hidden,
  canCompare,
  onReport,
  onChange,
}: {
  readonly address: RunAddress;
  readonly entry: MediaKey;
  readonly cell: MediaCell;
  readonly step: number;
  readonly index: number | null;
  readonly settings: MediaSettings;
  readonly hidden: ReadonlySet<string>;
  readonly canCompare: boolean;
  readonly onReport: (cell: string, classes: readonly OverlayClass[]) => void;
  readonly onChange: (change: Partial<MediaSettings>) => void;
}) {
  const { items, files, query } = useMediaAt(address, entry, step);
  const { maxItems, columns, fit, isPixelated, showsCaptions, compared } = settings;
  const first = only ?? 0;
  const end = only === null ? maxItems : first + 1;
  const shown = useMemo(() => (items ?? []).slice(first, end), [items, first, end]);
  const layerFiles = useMemo(() => layersOf(shown, files), [shown, files]);
  const { layers } = useImageLayers(address, layerFiles);
  const { overlays, classes } = useMemo(
    () => overlaysOf(shown, layers, entry.maskLabels),
    [shown, layers, entry.maskLabels],
  );
  useEffect(() => onReport(cell.name, classes), [onReport, cell.name, classes]);
  const [opened, setOpened] = useState<number | null>(null);
  const kind = mediaKind(entry.types[0]);
  if (items === undefined) {
    if (query.isPending) return <Skeleton lines={3} label={`Loading ${entry.key}`} />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (only !== null && shown.length === 0) return <p className={styles.none}>–</p>;
  if (items.length === 0) return <p className={styles.none}>{wordsForType(entry.types[0])}</p>;
  const large = opened === null ? undefined : shown[opened];
  const largeFile = large && files.get(large.path);
  const compare = (index: number) =>
    onChange({
      compared: [...compared, { run: cell.run.name, key: entry.key, step: null, index }],
    });
  return (
    <>
      <ul
        className={classNames(
          styles.items,
          kind === 'images' && styles.images,
          query.isPlaceholderData && styles.behind,
          isPixelated && styles.pixelated,
        )}
        data-fit={fit}
        style={
          columns === null
            ? undefined
            : { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }
        }
      >
        {shown.map((item, index) => {
          const file = files.get(item.path);
          const isCompared = compared.some(
            (one) =>
              one.run === cell.run.name && one.key === entry.key && one.index === first + index,
          );
          return (
            <li key={`${index} ${item.path}`} className={styles.item}>
              {kind !== 'images' ? (
                <MediaItemView
                  address={address}
                  item={item}
                  file={file}
                  kind={kind}
                  type={entry.types[0]}
                />
              ) : file === undefined ? (
                <MissingFile />
              ) : (
                <button type="button" className={styles.open} onClick={() => setOpened(index)}>
                  <AnnotatedImage
                    item={item}
                    file={file}
                    overlays={overlays[index]}
                    hidden={hidden}
                    opacity={settings.maskOpacity}
                  />
                </button>
              )}
              <span className={styles.caption}>
                {showsCaptions && item.caption !== '' ? (
                  <Truncated text={item.caption} />
                ) : (
                  <span />
                )}
                {kind === 'images' || kind === 'video' ? (
                  <IconButton
                    size="small"
                    label={isCompared ? 'Compared' : 'Compare this one'}
                    icon={<Columns2 aria-hidden />}
                    disabled={isCompared || !canCompare}
                    onClick={() => compare(first + index)}
                  />
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
      {only === null && items.length > shown.length ? (
        <button
          type="button"
          className={styles.rest}
          onClick={() => onChange({ maxItems: Math.min(1_000, maxItems + 24) })}
        >
          {formatCount(items.length - shown.length)} more
        </button>
      ) : null}
      <Dialog
        isOpen={large !== undefined && largeFile !== undefined}
        onClose={() => setOpened(null)}
        title={[cell.run.label, large?.caption || entry.key, `step ${formatCount(step)}`].join(
          ' · ',
        )}
        width="full"
      >
        {large === undefined || largeFile === undefined ? null : (
          <div className={classNames(styles.large, isPixelated && styles.pixelated)}>
            <AnnotatedImage
              item={large}
              file={largeFile}
              overlays={overlays[opened ?? 0]}
              hidden={hidden}
              opacity={settings.maskOpacity}
            />
          </div>
        )}
      </Dialog>
    </>
  );
}
