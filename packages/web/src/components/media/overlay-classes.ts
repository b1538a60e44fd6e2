import type { FileView } from '@runloom/model';
import type { Layer, LayerFile, Mask } from '../../data/image-layers.ts';
import { type Box, readBoxData, readLabels } from './box-data.ts';
import type { MediaItem } from './media-value.ts';

/** A class of a layer, to be shown or hidden. */
export interface OverlayClass {
  readonly id: string;
  /** Name of the layer, e.g. `predictions`. */
  readonly layer: string;
  readonly kind: 'boxes' | 'mask';
  readonly classId: number;
  readonly label: string;
}

/** What lies over one image. */
export interface ItemOverlays {
  readonly boxes: readonly { readonly layer: string; readonly boxes: readonly Box[] }[];
  readonly masks: readonly { readonly layer: string; readonly mask: Mask }[];
}

export const classKey = (kind: OverlayClass['kind'], layer: string, classId: number): string =>
  JSON.stringify([kind, layer, classId]);

/** Colours of classes: those of runs, which are told apart with every common colour blindness. */
export const classColour = (classId: number): string => `var(--run-${((classId % 10) + 10) % 10})`;

/**
 * Layers of images as far as their files are loaded, and the classes that occur in them.
 * @param maskLabels names by layer and class, as `/api/v1` gives them
 */
export function overlaysOf(
  items: readonly MediaItem[],
  layers: ReadonlyMap<string, Layer>,
  maskLabels: Readonly<Record<string, Readonly<Record<string, string>>>>,
): { readonly overlays: readonly ItemOverlays[]; readonly classes: readonly OverlayClass[] } {
  const classes = new Map<string, OverlayClass>();
  const add = (kind: OverlayClass['kind'], layer: string, classId: number, label?: string) => {
    const id = classKey(kind, layer, classId);
    if (!classes.has(id)) {
      classes.set(id, { id, layer, kind, classId, label: label ?? `Class ${classId}` });
    }
  };
  const overlays = items.map((item) => ({
    boxes: item.boxes.flatMap(({ name, path }) => {
      const layer = layers.get(path);
      if (layer?.kind !== 'json') return [];
      const { boxes, labels } = readBoxData(layer.json, item);
      for (const { classId } of boxes) add('boxes', name, classId, labels.get(classId));
      return [{ layer: name, boxes }];
    }),
    masks: item.masks.flatMap(({ name, path }) => {
      const layer = layers.get(path);
      if (layer?.kind !== 'mask') return [];
      const labels = readLabels(maskLabels[name]);
      for (const classId of new Set(layer.mask.classes)) {
        add('mask', name, classId, labels.get(classId));
      }
      return [{ layer: name, mask: layer.mask }];
    }),
  }));
  const sorted = [...classes.values()].sort(
    (a, b) =>
      a.kind.localeCompare(b.kind) || a.layer.localeCompare(b.layer) || a.classId - b.classId,
  );
  return { overlays, classes: sorted };
}

/** Would cover what is to be seen: shown only when asked for. */
export const isBackground = ({ kind, label }: OverlayClass): boolean =>
  kind === 'mask' && /^(?:background|unlabell?ed|void)$/i.test(label);

/** The files of the layers that lie over images, as far as they are uploaded. */
export function layersOf(
  items: readonly MediaItem[],
  files: ReadonlyMap<string, FileView>,
): readonly LayerFile[] {
  const found = new Map<string, LayerFile>();
  for (const { boxes, masks } of items) {
    for (const [overlays, kind] of [
      [boxes, 'json'],
      [masks, 'mask'],
    ] as const) {
      for (const { path } of overlays) {
        const file = files.get(path);
        if (file !== undefined) found.set(path, { ...file, kind });
      }
    }
  }
  return [...found.values()];
}
