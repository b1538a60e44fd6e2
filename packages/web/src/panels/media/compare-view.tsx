import type { ComparedItem, MediaSettings } from '@runloom/model';
import { X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { Choice } from '../../components/choice.tsx';
import { classNames } from '../../components/class-names.ts';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { AnnotatedImage } from '../../components/media/annotated-image.tsx';
import { MediaItemView } from '../../components/media/media-item.tsx';
import { mediaKind } from '../../components/media/media-kind.ts';
import { MissingFile } from '../../components/media/missing-file.tsx';
import { layersOf, type OverlayClass, overlaysOf } from '../../components/media/overlay-classes.ts';
import { shownText } from '../../components/shown-text.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useImageLayers } from '../../data/image-layers.ts';
import { useMediaKeys } from '../../data/media.ts';
import type { ShownRun } from '../board/board-context.ts';
import { useMediaAt } from './media-cells.tsx';
import styles from './media-panel.module.css';
import { type PlacedSteps, stepAt } from './slider-places.ts';

/** Two to four media beside each other, large: of other runs, steps or places in a list. */
export function CompareView({
  entity,
  project,
  settings,
  hidden,
  runs,
  placesOf,
  stop,
  onReport,
  onChange,
}: {
  readonly entity: string;
  readonly project: string;
  readonly settings: MediaSettings;
  readonly hidden: ReadonlySet<string>;
  readonly runs: readonly ShownRun[];
  readonly placesOf: (run: string, key: string) => PlacedSteps | undefined;
  /** Where the slider stands. */
  readonly stop: number | undefined;
  readonly onReport: (cell: string, classes: readonly OverlayClass[]) => void;
  readonly onChange: (change: Partial<MediaSettings>) => void;
}) {
  const { compared } = settings;
  const change = (at: number, item: ComparedItem | null) =>
    onChange({ compared: compared.flatMap((one, index) => (index === at ? (item ?? []) : one)) });
  return (
    <div className={classNames(styles.compare, settings.isPixelated && styles.pixelated)}>
      {compared.map((item, at) => {
        const places = placesOf(item.run, item.key);
        const run = runs.find(({ name }) => name === item.run);
        const step =
          item.step ??
          (places === undefined || stop === undefined ? null : (stepAt(places, stop) ?? null));
        return (
          <section key={at} className={styles.side} aria-label={`Compared ${at + 1}`}>
            <div className={styles.sideBar}>
              <Choice
                className={styles.choice}
                label="Run"
                value={item.run}
                choices={(run === undefined
                  ? [{ name: item.run, label: item.run }, ...runs]
                  : runs
                ).map(({ name, label }) => [name, label] as const)}
                onChange={(next) => change(at, { ...item, run: next, step: null })}
              />
              <Choice
                className={styles.choice}
                label="Step"
                value={item.step === null ? '' : String(item.step)}
                choices={[
                  ['', step === null ? 'slider' : `slider (${formatCount(step)})`],
                  ...(places?.steps ?? []).map((one) => [String(one), formatCount(one)] as const),
                ]}
                onChange={(next) =>
                  change(at, { ...item, step: next === '' ? null : Number(next) })
                }
              />
              <IconButton
                size="small"
                label={`Take number ${at + 1} out`}
                icon={<X aria-hidden />}
                onClick={() => change(at, null)}
              />
            </div>
            <Side
              address={{ entity, project, run: item.run }}
              item={item}
              name={`compared ${at}`}
              step={step}
              settings={settings}
              hidden={hidden}
              onReport={onReport}
              onIndex={(index) => change(at, { ...item, index })}
            />
          </section>
        );
      })}
    </div>
  );
}

function Side({
  address: { entity, project, run },
  item,
  name,
  step,
  settings,
  hidden,
  onReport,
  onIndex,
}: {
  readonly address: { readonly entity: string; readonly project: string; readonly run: string };
  readonly item: ComparedItem;
  readonly name: string;
  readonly step: number | null;
  readonly settings: MediaSettings;
  readonly hidden: ReadonlySet<string>;
  readonly onReport: (cell: string, classes: readonly OverlayClass[]) => void;
  readonly onIndex: (index: number) => void;
}) {
  const address = useMemo(() => ({ entity, project, run }), [entity, project, run]);
  const keys = useMediaKeys(address).data;
  const entry = keys?.find(({ key }) => key === item.key);
  const { items, files } = useMediaAt(address, entry, step);
  const one = items?.[Math.min(item.index, items.length - 1)];
  const shown = useMemo(() => (one === undefined ? [] : [one]), [one]);
  const layerFiles = useMemo(() => layersOf(shown, files), [shown, files]);
  const { layers } = useImageLayers(address, layerFiles);
  const { overlays, classes } = useMemo(
    () => overlaysOf(shown, layers, entry?.maskLabels ?? {}),
    [shown, layers, entry],
  );
  useEffect(() => onReport(name, classes), [onReport, name, classes]);
  if (keys !== undefined && (entry === undefined || step === null)) {
    return <p className={styles.none}>This run has nothing of {item.key} here.</p>;
  }
  if (one === undefined || entry === undefined) return <Skeleton lines={4} label="Loading" />;
  const kind = mediaKind(entry.types[0]);
  const file = files.get(one.path);
  return (
    <>
      {(items?.length ?? 0) > 1 ? (
        <Choice
          className={styles.choice}
          label="Which"
          value={String(Math.min(item.index, (items?.length ?? 1) - 1))}
          choices={(items ?? []).map(
            ({ caption }, at) => [String(at), caption || `number ${at + 1}`] as const,
          )}
          onChange={(next) => onIndex(Number(next))}
        />
      ) : null}
      {kind === 'images' ? (
        file === undefined ? (
          <MissingFile />
        ) : (
          <div className={styles.large}>
            <AnnotatedImage
              item={one}
              file={file}
              overlays={overlays[0]}
              hidden={hidden}
              opacity={settings.maskOpacity}
            />
          </div>
        )
      ) : (
        <MediaItemView address={address} item={one} file={file} kind={kind} type={entry.types[0]} />
      )}
      {settings.showsCaptions && one.caption !== '' ? (
        <p className={styles.caption}>
          <bdi>{shownText(one.caption)}</bdi>
        </p>
      ) : null}
    </>
  );
}
