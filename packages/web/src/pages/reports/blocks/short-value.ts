import { formatValue } from '../../../charts/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { valueText } from '../../../components/value-tree/api-json.ts';

const MOST_CHARACTERS = 160;

/** A value as it stands in a card or a row; the whole of it is on its own page. */
export function shortValue(value: unknown): string {
  if (typeof value === 'number') return formatValue(value);
  if (value === null || value === undefined) return '–';
  return shownText(valueText(value).slice(0, MOST_CHARACTERS));
}
