import type { FileView } from '@runloom/model';
import { useMemo, useState } from 'react';
import type { RunAddress } from '../../data/files.ts';
import { useImageLayers } from '../../data/image-layers.ts';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { Dialog } from '../dialog.tsx';
import { formatCount } from '../format.ts';
import { Truncated } from '../truncated.tsx';
import { AnnotatedImage, MASK_OPACITY } from './annotated-image.tsx';
import { ClassLegend } from './class-legend.tsx';
import styles from './images.module.css';
import type { MediaItem } from './media-value.ts';
import { MissingFile } from './missing-file.tsx';
import { isBackground, layersOf, overlaysOf } from './overlay-classes.ts';

const FIRST_IMAGES = 12;
const MORE_IMAGES = 48;

/** Images of one value, with captions; the classes of their boxes and masks can be hidden. */
export function ImagesView({
  address,
  items,
  files,
  maskLabels,
}: {
  readonly address: RunAddress;
  readonly items: readonly MediaItem[];
  readonly files: ReadonlyMap<string, FileView>;
  readonly maskLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
}) {
  const [limit, setLimit] = useState(FIRST_IMAGES);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [opacity, setOpacity] = useState(MASK_OPACITY);
  const [opened, setOpened] = useState<number | null>(null);
  const shown = useMemo(() => items.slice(0, limit), [items, limit]);
  const layerFiles = useMemo(() => layersOf(shown, files), [shown, files]);
  const { layers, failedCount } = useImageLayers(address, layerFiles);
  const { overlays, classes } = useMemo(
    () => overlaysOf(shown, layers, maskLabels),
    [shown, layers, maskLabels],
  );
  const hidden = useMemo(
    () =>
      new Set(
        classes.filter((one) => toggled.has(one.id) !== isBackground(one)).map(({ id }) => id),
      ),
    [classes, toggled],
  );
  const toggle = (ids: readonly string[]) => {
    const isAnyShown = ids.some((id) => !hidden.has(id));
    const next = new Set(toggled);
    for (const id of ids) {
      if (hidden.has(id) === isAnyShown) continue;
      next.has(id) ? next.delete(id) : next.add(id);
    }
    setToggled(next);
  };
  const large = opened === null ? undefined : shown[opened];
  const largeFile = large && files.get(large.path);
  return (
    <div className={styles.view}>
      {classes.length === 0 ? null : (
        <ClassLegend classes={classes} hidden={hidden} onToggle={toggle} />
      )}
      {classes.some(({ kind }) => kind === 'mask') ? (
        <label className={styles.opacity}>
          Opacity of masks
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            aria-valuetext={`${Math.round(opacity * 100)} %`}
            onChange={(event) => setOpacity(Number(event.target.value))}
            onKeyDown={(event) => {
              // The page has a shortcut for the arrow keys.
              if (event.key.startsWith('Arrow')) event.stopPropagation();
            }}
          />
        </label>
      ) : null}
      {failedCount > 0 ? (
        <p className={styles.missing}>
          Boxes or masks of {formatCount(failedCount)} files could not be read.
        </p>
      ) : null}
      <ul className={classNames(styles.grid, items.length === 1 && styles.single)}>
        {shown.map((item, index) => {
          const file = files.get(item.path);
          return (
            <li key={`${index} ${item.path}`} className={styles.item}>
              {file === undefined ? (
                <MissingFile />
              ) : (
                <button type="button" className={styles.open} onClick={() => setOpened(index)}>
                  <AnnotatedImage
                    item={item}
                    file={file}
                    overlays={overlays[index]}
                    hidden={hidden}
                    opacity={opacity}
                  />
                </button>
              )}
              {item.caption === '' ? null : (
                <p className={styles.caption}>
                  <Truncated text={item.caption} />
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {items.length > limit ? (
        <Button size="small" onClick={() => setLimit(limit + MORE_IMAGES)}>
          Show more ({formatCount(items.length - limit)} left)
        </Button>
      ) : null}
      <Dialog
        isOpen={large !== undefined && largeFile !== undefined}
        onClose={() => setOpened(null)}
        title={large?.caption || 'Image'}
        width="full"
      >
        {large === undefined || largeFile === undefined ? null : (
          <div className={styles.large}>
            <AnnotatedImage
              item={large}
              file={largeFile}
              overlays={overlays[opened ?? 0]}
              hidden={hidden}
              opacity={opacity}
            />
          </div>
        )}
      </Dialog>
    </div>
  );
}
