import { expect, it } from 'vitest';
import { shownText } from './shown-text.ts';

it('shows what would be hidden or would hide', () => {
  expect(shownText('nul\u0000 \u001b[31m')).toBe('nul␀ ␛[31m');
  expect(shownText('\u202egnp.exe')).toBe('\ufffdgnp.exe');
});

it('leaves text alone, whatever its direction', () => {
  for (const text of ['plain', 'a\tb\nc', 'שלום عربى', '👩‍🔬 résumé'])
    expect(shownText(text)).toBe(text);
});
