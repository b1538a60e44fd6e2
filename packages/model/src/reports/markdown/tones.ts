import type { CALLOUT_TONES } from '../schema.ts';

type Tone = (typeof CALLOUT_TONES)[number];

/** What GitHub calls them. */
export const TONE_NAMES: Readonly<Record<Tone, string>> = {
  note: 'NOTE',
  tip: 'TIP',
  warning: 'WARNING',
  danger: 'CAUTION',
};

/** What begins a callout in a quote; names in any case. */
export const TONE_LINE = /^\[!([A-Za-z]+)\][ \t]*(?:\n|$)/;

/** The tone of a name that GitHub has; null for any other. */
export function toneOf(name: string): Tone | null {
  const upper = name.toUpperCase();
  if (upper === 'IMPORTANT') return 'note';
  return (Object.keys(TONE_NAMES) as Tone[]).find((tone) => TONE_NAMES[tone] === upper) ?? null;
}
