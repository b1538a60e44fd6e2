import type { Pen } from './pen.ts';

/** What a canvas would remember of a pen, for pens that are none. */
export interface PenState {
  strokeStyle: Pen['strokeStyle'];
  fillStyle: Pen['fillStyle'];
  lineWidth: number;
  globalAlpha: number;
  lineJoin: CanvasLineJoin;
  lineCap: CanvasLineCap;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
}

/** As a canvas begins. */
export const FIRST_PEN_STATE: Readonly<PenState> = {
  strokeStyle: '#000',
  fillStyle: '#000',
  lineWidth: 1,
  globalAlpha: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  dash: [],
};

/** Members of a pen that are read from, and written into, the state that it has at the time. */
export type StyleName = Exclude<keyof PenState, 'dash'>;

/** Adds the members that only hold state to a pen that has all others. */
export function withStyles<Whole extends Pen>(
  pen: Omit<Whole, StyleName>,
  state: () => PenState,
): Whole {
  for (const name of Object.keys(FIRST_PEN_STATE).filter((one) => one !== 'dash')) {
    Object.defineProperty(pen, name, {
      get: () => Reflect.get(state(), name),
      set: (value: unknown) => Reflect.set(state(), name, value),
    });
  }
  return pen as Whole;
}
