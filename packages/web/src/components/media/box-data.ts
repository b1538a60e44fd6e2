import { isObject, numberOf } from './media-value.ts';

/** A box over an image; sides as shares of its width and height. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly classId: number;
  readonly caption: string;
  readonly scores: readonly (readonly [name: string, score: number])[];
}

export interface BoxData {
  readonly boxes: readonly Box[];
  readonly labels: ReadonlyMap<number, string>;
}

/**
 * Reads a `boxes2D` file of the client: corners (`minX`, …) or `middle` with `width` and `height`, as
 * shares of the image or, with `domain: "pixel"`, in pixels of it. Boxes that are none are left out.
 * @param image size in px; boxes in pixels need it
 */
export function readBoxData(
  json: unknown,
  image: { readonly width: number | null; readonly height: number | null },
): BoxData {
  if (!isObject(json)) return { boxes: [], labels: new Map() };
  const data = Array.isArray(json['box_data']) ? json['box_data'] : [];
  const boxes = data.map((one) => readBox(one, image)).filter((box) => box !== null);
  return { boxes, labels: readLabels(json['class_labels']) };
}

/** Names of classes by their numbers. */
export function readLabels(value: unknown): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  if (!isObject(value)) return labels;
  for (const [id, label] of Object.entries(value)) {
    if (/^-?\d+$/.test(id) && typeof label === 'string') labels.set(Number(id), label);
  }
  return labels;
}

function readBox(
  one: unknown,
  image: { readonly width: number | null; readonly height: number | null },
): Box | null {
  if (!isObject(one) || !isObject(one['position'])) return null;
  const sides = sidesOf(one['position']);
  const isPixels = one['domain'] === 'pixel';
  if (sides === null || (isPixels && (image.width === null || image.height === null))) return null;
  const across = isPixels ? (image.width ?? 1) : 1;
  const down = isPixels ? (image.height ?? 1) : 1;
  const [minX, maxX, minY, maxY] = sides;
  const scores = isObject(one['scores']) ? one['scores'] : {};
  return {
    left: minX / across,
    top: minY / down,
    width: (maxX - minX) / across,
    height: (maxY - minY) / down,
    classId: numberOf(one['class_id']) ?? 0,
    caption: typeof one['box_caption'] === 'string' ? one['box_caption'] : '',
    scores: Object.entries(scores).flatMap(([name, score]) => {
      const number = numberOf(score);
      return number === null ? [] : [[name, number] as const];
    }),
  };
}

type Sides = readonly [minX: number, maxX: number, minY: number, maxY: number];

function sidesOf(position: Record<string, unknown>): Sides | null {
  const corners = ['minX', 'maxX', 'minY', 'maxY'].map((name) => numberOf(position[name]));
  const [minX, maxX, minY, maxY] = corners;
  if (minX != null && maxX != null && minY != null && maxY != null) return [minX, maxX, minY, maxY];
  const middle = Array.isArray(position['middle']) ? position['middle'].map(numberOf) : [];
  const [x, y] = middle;
  const width = numberOf(position['width']);
  const height = numberOf(position['height']);
  if (x == null || y == null || width === null || height === null) return null;
  return [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
}
