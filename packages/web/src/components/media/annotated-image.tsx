import type { FileView } from '@runloom/model';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { readChartTheme, useThemeName } from '../../charts/theme.ts';
import { useSteadyUrl } from '../file-preview/media-preview.tsx';
import styles from './images.module.css';
import type { MediaItem } from './media-value.ts';
import { classColour, classKey, type ItemOverlays } from './overlay-classes.ts';

/** How much of a mask covers the image at first, from 0 to 1. */
export const MASK_OPACITY = 0.45;

/** An image with its boxes and masks over it. */
export function AnnotatedImage({
  item,
  file,
  overlays,
  hidden,
  opacity,
}: {
  /** Of masks, from 0 to 1. */
  readonly opacity: number;
  readonly item: MediaItem;
  readonly file: FileView;
  readonly overlays: ItemOverlays | undefined;
  /** Keys of classes that are not shown. */
  readonly hidden: ReadonlySet<string>;
}) {
  const { url, refresh } = useSteadyUrl(file);
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) return <p className={styles.missing}>The browser can’t show this image.</p>;
  return (
    <span className={styles.stack} style={ratioOf(item)}>
      <img
        src={url}
        alt={item.caption || item.path.slice(item.path.lastIndexOf('/') + 1)}
        className={styles.image}
        loading="lazy"
        width={item.width ?? undefined}
        height={item.height ?? undefined}
        onError={() => {
          if (!refresh()) setFailed(true);
        }}
      />
      <Masks overlays={overlays} hidden={hidden} opacity={opacity} />
      <Boxes overlays={overlays} hidden={hidden} />
    </span>
  );
}

/** Lets the style sheet bound the height of what is as wide as its place. */
function ratioOf({ width, height }: MediaItem): CSSProperties {
  return width === null || height === null || height === 0
    ? {}
    : ({ '--ratio': width / height } as CSSProperties);
}

function Masks({
  overlays,
  hidden,
  opacity,
}: {
  readonly opacity: number;
  readonly overlays: ItemOverlays | undefined;
  readonly hidden: ReadonlySet<string>;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const themeName = useThemeName();
  const masks = overlays?.masks ?? [];
  const first = masks[0]?.mask;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !first) return;
    const { width, height } = first;
    const theme = readChartTheme(themeName);
    const image = context.createImageData(width, height);
    for (const { layer, mask } of overlays?.masks ?? []) {
      // Layers of another size can't lie over the same image.
      if (mask.width !== width || mask.height !== height) continue;
      const colours = new Map<number, readonly [number, number, number] | null>();
      for (let pixel = 0; pixel < mask.classes.length; pixel += 1) {
        const classId = mask.classes[pixel] ?? 0;
        let colour = colours.get(classId);
        if (colour === undefined) {
          const isHidden = hidden.has(classKey('mask', layer, classId));
          colour = isHidden ? null : rgbOf(theme.colour(classColour(classId)));
          colours.set(classId, colour);
        }
        if (colour === null) continue;
        image.data.set(colour, pixel * 4);
        image.data[pixel * 4 + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
  }, [overlays, first, hidden, themeName]);
  if (first === undefined) return null;
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className={styles.mask}
      style={{ opacity }}
      width={first.width}
      height={first.height}
    />
  );
}

/** `#rrggbb` */
function rgbOf(colour: string): readonly [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function Boxes({
  overlays,
  hidden,
}: {
  readonly overlays: ItemOverlays | undefined;
  readonly hidden: ReadonlySet<string>;
}) {
  const shown = (overlays?.boxes ?? []).flatMap(({ layer, boxes }) =>
    boxes
      .filter(({ classId }) => !hidden.has(classKey('boxes', layer, classId)))
      .map((box, index) => ({ ...box, key: `${layer} ${index}` })),
  );
  const percent = (share: number) => `${share * 100}%`;
  return shown.map(({ key, left, top, width, height, classId, caption, scores }) => {
    const detail = scores.map(([name, score]) => `${name} ${score}`).join(', ');
    const text = [caption, detail].filter((part) => part !== '').join(' · ');
    return (
      <span
        key={key}
        className={styles.box}
        title={text}
        style={{
          left: percent(left),
          top: percent(top),
          width: percent(width),
          height: percent(height),
          borderColor: classColour(classId),
        }}
      >
        {caption === '' ? null : (
          <bdi aria-hidden className={styles.boxText}>
            {caption}
          </bdi>
        )}
      </span>
    );
  });
}
