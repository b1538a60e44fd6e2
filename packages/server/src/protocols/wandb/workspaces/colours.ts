import { COLOUR_NAMES } from './colour-names.ts';

/** A colour as the client may write it (hex, `rgb(…)`, a name of CSS) as hex; undefined for any other text. */
export function hexColour(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  if (/^#[0-9a-f]{8}$/.test(text)) return text.slice(0, 7);
  if (/^#[0-9a-f]{3}$/.test(text)) return `#${[...text.slice(1)].map((one) => one + one).join('')}`;
  const channels = /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)$/.exec(
    text,
  );
  if (channels !== null) {
    const hex = channels.slice(1, 4).map((one) => Math.min(255, Number(one)).toString(16));
    return `#${hex.map((one) => one.padStart(2, '0')).join('')}`;
  }
  return COLOUR_NAMES.get(text);
}
