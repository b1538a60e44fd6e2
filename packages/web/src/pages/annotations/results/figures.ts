import type { Tone } from '../../../components/badge.tsx';

/** A figure between −1 and 1, with two digits; what can't be told is a dash. */
export const figureText = (value: number | null): string =>
  value === null ? '–' : value.toFixed(2);

/** A 95 % interval as text. */
export const intervalText = (interval: readonly [number, number] | null): string =>
  interval === null ? 'no interval' : `${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}`;

/** From these on conclusions are drawn, or tentative ones (Krippendorff 2018, page 356). */
const RELIABLE = 0.8;
const TENTATIVE = 0.667;

/** What can be said of an alpha: only what all of its interval says, so that few calls promise nothing. */
export function verdictOf(interval: readonly [number, number] | null): {
  readonly text: string;
  readonly tone: Tone;
} {
  if (interval === null) return { text: 'No telling yet', tone: 'neutral' };
  const [low, high] = interval;
  if (low >= RELIABLE) return { text: 'Reliable', tone: 'success' };
  if (low >= TENTATIVE) return { text: 'Tentative', tone: 'warning' };
  if (high < TENTATIVE) return { text: 'Not reliable', tone: 'danger' };
  return { text: 'Too few to tell', tone: 'neutral' };
}
