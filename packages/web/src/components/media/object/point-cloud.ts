import { type ExactJson, toApiJson } from '@runloom/model';
import { isObject, numberOf } from '../media-value.ts';

/** Points with a colour each, and boxes and arrows among them. */
export interface PointCloud {
  /** x, y, z of each point. */
  readonly positions: Float32Array;
  /** Red, green, blue from 0 to 1 of each point; null when they name none. */
  readonly colours: Float32Array | null;
  readonly lines: readonly Lines[];
}

/** Edges of a box, or an arrow: pairs of ends. */
export interface Lines {
  readonly ends: Float32Array;
  /** Red, green, blue from 0 to 1; null takes the accent of the page. */
  readonly colour: readonly [number, number, number] | null;
  readonly label: string;
}

/** A browser turns about this many without stalling. */
export const MOST_POINTS = 2_000_000;

/**
 * Reads points as the client saves them: rows of `x y z`, `x y z category` (1 to 14) or `x y z r g b`
 * (0 to 255), alone or as `points` beside `boxes` (8 corners each) and `vectors` (start and end).
 * Null for any other JSON.
 */
export function readPointCloud(json: ExactJson): PointCloud | null {
  const rows = Array.isArray(json) ? json : json instanceof Map ? json.get('points') : undefined;
  if (!Array.isArray(rows)) return null;
  const kept = rows.slice(0, MOST_POINTS).filter((row): row is ExactJson[] => Array.isArray(row));
  const positions = new Float32Array(kept.length * 3);
  const width = kept[0]?.length ?? 3;
  const colours = width === 4 || width === 6 ? new Float32Array(kept.length * 3) : null;
  for (const [index, row] of kept.entries()) {
    for (let axis = 0; axis < 3; axis += 1) positions[index * 3 + axis] = finite(row[axis]);
    if (colours === null) continue;
    const colour =
      width === 4
        ? categoryColour(finite(row[3]))
        : ([finite(row[3]) / 255, finite(row[4]) / 255, finite(row[5]) / 255] as const);
    colours.set(colour, index * 3);
  }
  const scene = json instanceof Map ? toApiJson(json) : null;
  return { positions, colours, lines: isObject(scene) ? linesOf(scene) : [] };
}

/** Corners of a box: the first four around one side, the others around the side across. */
const EDGES = [0, 1, 1, 3, 3, 2, 2, 0, 4, 5, 5, 7, 7, 6, 6, 4, 0, 4, 1, 5, 2, 6, 3, 7] as const;

function linesOf(scene: Record<string, unknown>): Lines[] {
  const boxes = listOf(scene['boxes']).flatMap((box) => {
    if (!isObject(box)) return [];
    const corners = listOf(box['corners']).map(pointOf);
    if (corners.length !== 8 || corners.some((corner) => corner === null)) return [];
    const ends = EDGES.flatMap((corner) => corners[corner] ?? []);
    return [{ ends: Float32Array.from(ends), colour: colourOf(box['color']), label: labelOf(box) }];
  });
  const vectors = listOf(scene['vectors']).flatMap((vector) => {
    if (!isObject(vector)) return [];
    const [start, end] = [pointOf(vector['start']), pointOf(vector['end'])];
    if (start === null || end === null) return [];
    const ends = Float32Array.from([...start, ...end]);
    return [{ ends, colour: colourOf(vector['color']), label: labelOf(vector) }];
  });
  return [...boxes, ...vectors];
}

const labelOf = ({ label }: Record<string, unknown>): string =>
  typeof label === 'string' ? label : '';

function pointOf(value: unknown): readonly [number, number, number] | null {
  const [x, y, z] = listOf(value).map(numberOf);
  return x == null || y == null || z == null ? null : [x, y, z];
}

function colourOf(value: unknown): readonly [number, number, number] | null {
  const colour = pointOf(value);
  return colour === null ? null : [colour[0] / 255, colour[1] / 255, colour[2] / 255];
}

/** Hues a golden angle apart: neighbours are easy to tell. */
function categoryColour(category: number): readonly [number, number, number] {
  const hue = ((category * 137.508) % 360) / 60;
  const part = (offset: number) => {
    const at = (hue + offset) % 6;
    return 0.25 + 0.65 * Math.min(1, Math.max(0, Math.min(at, 4 - at)));
  };
  return [part(2), part(0), part(4)];
}

function finite(value: ExactJson | undefined): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
