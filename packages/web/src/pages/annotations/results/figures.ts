/** A figure between −1 and 1, with two digits; what can't be told is a dash. */
export const figureText = (value: number | null): string =>
  value === null ? '–' : value.toFixed(2);

/** A 95 % interval as text. */
export const intervalText = (interval: readonly [number, number] | null): string =>
  interval === null ? 'no interval' : `${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}`;

export const percentText = (share: number): string => `${(100 * share).toFixed(0)} %`;

/**
 * What is usually said of an alpha (Krippendorff 2018, page 356: draw conclusions from 0.8 on, tentative
 * ones from 0.667), by the lower end of its interval, so that few calls promise nothing.
 */
export function verdictOf(
  alpha: number | null,
  interval: readonly [number, number] | null,
): { readonly text: string; readonly tone: 'neutral' | 'success' | 'warning' | 'danger' } {
  if (alpha === null) return { text: 'No telling yet', tone: 'neutral' };
  const low = interval?.[0] ?? -1;
  if (low >= 0.8) return { text: 'Reliable', tone: 'success' };
  if (alpha < 0.667) return { text: 'Not reliable', tone: 'danger' };
  return { text: alpha >= 0.8 ? 'Reliable so far' : 'Tentative', tone: 'warning' };
}
