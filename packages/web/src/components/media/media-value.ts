import { boxedNumber } from '../value-tree/api-json.ts';

/** A layer over an image, and the file that describes it. */
export interface Overlay {
  readonly name: string;
  readonly path: string;
}

/** One image, sound, video, page or other file of a value. */
export interface MediaItem {
  readonly path: string;
  readonly caption: string;
  /** px, as the client told it; null when it did not. */
  readonly width: number | null;
  readonly height: number | null;
  readonly boxes: readonly Overlay[];
  readonly masks: readonly Overlay[];
}

/**
 * The files of a value as the client logs it: one (`image-file`, `audio-file`, …), images with their
 * captions and layers in lists beside each other (`images/separated`), or a list of files (`audio`,
 * `videos`, `html`). Any member may be missing or of any type: what is none is left out.
 */
export function mediaItems(value: unknown): readonly MediaItem[] {
  if (!isObject(value)) return [];
  const objects = value['objects'];
  if (Array.isArray(objects)) {
    return objects.filter(isObject).map((one) => oneItem(one, ''));
  }
  const names = value['filenames'];
  if (Array.isArray(names)) return imageList(value, names);
  if (typeof value['path'] === 'string') return [oneItem(value, '')];
  const captions = listOf(value['captions']);
  const list =
    [value['audio'], value['videos'], value['html'], value['plotly']].find(Array.isArray) ?? [];
  return list.flatMap((member, index) =>
    isObject(member) && typeof member['path'] === 'string'
      ? [oneItem(member, textOf(captions[index]))]
      : [],
  );
}

/** Of the values of a table's key those that make the table: its increments since it was begun, or the last value. */
export function tableValues(values: readonly unknown[]): readonly unknown[] {
  const last = values.at(-1);
  if (!isObject(last) || last['_type'] !== 'incremental-table-file') return values.slice(-1);
  const begun = values.findLastIndex((value) => isObject(value) && value['increment_num'] === 0);
  return values.slice(Math.max(0, begun));
}

/** A histogram as the client logs it: counts between edges, one more of these. Null when it is none. */
export interface Histogram {
  readonly counts: readonly number[];
  readonly edges: readonly number[];
}

export function histogramOf(value: unknown): Histogram | null {
  if (!isObject(value)) return null;
  const counts = numbersOf(value['values']);
  if (counts === null || counts.length === 0) return null;
  const edges = numbersOf(value['bins']) ?? packedEdges(value['packedBins']);
  return edges !== null && edges.length === counts.length + 1 ? { counts, edges } : null;
}

function packedEdges(packed: unknown): number[] | null {
  if (!isObject(packed)) return null;
  const min = numberOf(packed['min']);
  const size = numberOf(packed['size']);
  const count = numberOf(packed['count']);
  if (min === null || size === null || count === null || count > 100_000) return null;
  return Array.from({ length: count + 1 }, (_, index) => min + index * size);
}

function imageList(value: Record<string, unknown>, names: readonly unknown[]): MediaItem[] {
  const captions = listOf(value['captions']);
  const boxes = listOf(value['all_boxes']);
  const masks = listOf(value['all_masks']);
  return names.flatMap((path, index) =>
    typeof path === 'string'
      ? [
          {
            path,
            caption: textOf(captions[index]),
            width: numberOf(value['width']),
            height: numberOf(value['height']),
            boxes: overlaysOf(boxes[index]),
            masks: overlaysOf(masks[index]),
          },
        ]
      : [],
  );
}

function oneItem(value: Record<string, unknown>, caption: string): MediaItem {
  return {
    path: textOf(value['path']),
    caption: textOf(value['caption']) || caption,
    width: numberOf(value['width']),
    height: numberOf(value['height']),
    boxes: overlaysOf(value['boxes']),
    masks: overlaysOf(value['masks']),
  };
}

function overlaysOf(value: unknown): readonly Overlay[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    isObject(member) && typeof member['path'] === 'string' ? [{ name, path: member['path'] }] : [],
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numberOf(value: unknown): number | null {
  const boxed = boxedNumber(value);
  const number = boxed === null ? value : Number(boxed);
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function numbersOf(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const numbers = value.map(numberOf);
  return numbers.every((number) => number !== null) ? numbers : null;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
