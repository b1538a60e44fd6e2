import type { MediaAxis, MediaSettings } from '@runloom/model';
import type { ShownRun } from '../board/board-context.ts';

/** What a row, a column or both of a grid pin down; what is absent varies within the cell. */
export interface GridPlace {
  readonly run?: ShownRun;
  readonly key?: string;
  /** Of the slider, in units of its key. */
  readonly stop?: number;
  /** Of the media that were logged together. */
  readonly index?: number;
}

/** A row or a column of a grid. */
export interface GridLine {
  readonly id: string;
  readonly label: string;
  readonly place: GridPlace;
}

/** Rows or columns that one grid draws. */
export const MOST_LINES = 30;

/** The rows or columns of a grid. @param stop where the slider stands, by its place among the stops */
export function gridLines(
  axis: MediaAxis,
  {
    runs,
    keys,
    stops,
    stop,
    settings,
  }: {
    readonly runs: readonly ShownRun[];
    readonly keys: readonly string[];
    readonly stops: readonly number[];
    readonly stop: number;
    readonly settings: Pick<MediaSettings, 'axisSteps' | 'stride' | 'maxItems' | 'sliderKey'>;
  },
): readonly GridLine[] {
  switch (axis) {
    case 'run':
      return runs.map((run) => ({ id: run.name, label: run.label, place: { run } }));
    case 'key':
      return keys.map((key) => ({ id: key, label: key, place: { key } }));
    case 'step': {
      const unit = settings.sliderKey === '_step' ? 'Step' : settings.sliderKey;
      const shown: GridLine[] = [];
      for (let at = stop; at >= 0 && shown.length < settings.axisSteps; at -= settings.stride) {
        const place = stops[at];
        if (place === undefined) continue;
        shown.unshift({ id: String(place), label: `${unit} ${place}`, place: { stop: place } });
      }
      return shown;
    }
    case 'index':
      return Array.from({ length: settings.maxItems }, (_, index) => ({
        id: String(index),
        label: `#${index + 1}`,
        place: { index },
      }));
  }
}
