import { indexAtOrBefore } from '../../components/media/step-position.ts';

/** Where one run logged one key, in steps, and in units of the slider's key. */
export interface PlacedSteps {
  readonly steps: readonly number[];
  /** As many; null at steps before the slider's key had a value. */
  readonly places: readonly (number | null)[];
}

/**
 * Places of steps on a slider that goes over another key: what the key was at the step, or last before it.
 * @param rows steps with the key's values, in order
 */
export function placesOf(
  steps: readonly number[],
  rows: readonly (readonly [step: number, value: number])[],
): readonly (number | null)[] {
  const at = rows.map(([step]) => step);
  return steps.map((step) => rows[indexAtOrBefore(at, step)]?.[1] ?? null);
}

/** All places at which anything was logged, each once, in order. */
export function sliderPlaces(all: Iterable<PlacedSteps>): readonly number[] {
  const places = new Set<number>();
  for (const one of all) for (const place of one.places) if (place !== null) places.add(place);
  return [...places].sort((a, b) => a - b);
}

/** The last step whose place is at or before the slider's; undefined when all come later. */
export function stepAt({ steps, places }: PlacedSteps, position: number): number | undefined {
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const place = places[index];
    if (place !== null && place !== undefined && place <= position) return steps[index];
  }
  return undefined;
}
