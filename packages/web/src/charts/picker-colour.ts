import { readPageTheme } from './theme.ts';

/** A colour as the browser's own picker takes it: six digits of hex, grey for what has none. */
export function pickerColour(css: string): string {
  const colour = readPageTheme().colour(css);
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#888888';
}
