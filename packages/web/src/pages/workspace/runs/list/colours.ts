import type { ColourSpec, RunRowView } from '@runloom/model';
import { RUN_COLOUR_COUNT, runColour } from '../../../../components/run-colour.ts';

/** Colours that a reader may choose, beside any other; they are told apart with every colour blindness. */
export const PALETTES: Readonly<Record<string, readonly string[] | null>> = {
  /** Of the theme: other tones in the dark. */
  standard: null,
  vivid: [
    '#0072b2',
    '#e69f00',
    '#009e73',
    '#cc79a7',
    '#56b4e9',
    '#d55e00',
    '#7f3c8d',
    '#3969ac',
    '#80ba5a',
    '#e73f74',
  ],
  calm: [
    '#4e79a7',
    '#f28e2b',
    '#59a14f',
    '#b07aa1',
    '#76b7b2',
    '#e15759',
    '#9c755f',
    '#edc948',
    '#bab0ac',
    '#ff9da7',
  ],
  greys: [
    '#1f2933',
    '#3e4c59',
    '#52606d',
    '#616e7c',
    '#7b8794',
    '#9aa5b1',
    '#5b6770',
    '#8795a1',
    '#475561',
    '#6b7a88',
  ],
};

/** The colour that was chosen for a group that the run is in, the innermost first; undefined for none. */
export function groupColourOf(paths: readonly string[], colours: ColourSpec): string | undefined {
  const chosen = new Map(colours.chosen);
  const path = paths.findLast((one) => chosen.has(one));
  return path === undefined ? undefined : chosen.get(path);
}

/**
 * The colour of a run: the one that was chosen for it, else for its group, else by the value of a
 * field, else by its number. It never depends on which other runs are listed, so it stays.
 * @param value of the field that colours go by
 */
export function colourOf(
  run: Pick<RunRowView, 'name' | 'serial'>,
  colours: ColourSpec,
  value: unknown,
  paths: readonly string[] = [],
): string {
  const chosen = new Map(colours.chosen);
  const own = chosen.get(run.name) ?? groupColourOf(paths, colours);
  if (own !== undefined) return own;
  if (colours.byField !== null) {
    const key = valueKey(value);
    return chosen.get(key) ?? paletteColour(colours.palette, hash(key));
  }
  return paletteColour(colours.palette, run.serial);
}

/** What a colour is chosen for, of a value. */
export const valueKey = (value: unknown): string => `value:${JSON.stringify(value ?? null)}`;

export function paletteColour(palette: string, index: number): string {
  const colours = PALETTES[palette] ?? null;
  if (colours === null) return runColour(index);
  return colours[index % RUN_COLOUR_COUNT] ?? runColour(index);
}

/** Small, and the same everywhere (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value;
}
