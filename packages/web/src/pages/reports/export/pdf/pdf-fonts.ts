import regular from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf?url';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf?url';
import boldItalic from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-BoldOblique.ttf?url';
import italic from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Oblique.ttf?url';
import mono from 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf?url';
import type { jsPDF } from 'jspdf';
import { toBase64 } from '../base64.ts';

export const SANS = 'Sans';
export const MONO = 'Mono';
export type FontStyle = 'normal' | 'bold' | 'italic' | 'bolditalic';

/** Letters of Latin, Greek and Cyrillic scripts, arrows and signs of mathematics. */
const FONTS: readonly { family: string; style: FontStyle; address: string }[] = [
  { family: SANS, style: 'normal', address: regular },
  { family: SANS, style: 'bold', address: bold },
  { family: SANS, style: 'italic', address: italic },
  { family: SANS, style: 'bolditalic', address: boldItalic },
  { family: MONO, style: 'normal', address: mono },
];

/** A font as the library takes it. */
interface LoadedFont {
  readonly family: string;
  readonly style: FontStyle;
  /** Its bytes in base64. */
  readonly content: string;
}

/** Fetches the fonts that texts are set in; one load serves any number of documents. */
export function loadFonts(): Promise<readonly LoadedFont[]> {
  return Promise.all(
    FONTS.map(async ({ family, style, address }) => {
      const response = await fetch(address);
      if (!response.ok) throw new Error('The fonts of the document could not be loaded.');
      return { family, style, content: toBase64(new Uint8Array(await response.arrayBuffer())) };
    }),
  );
}

/** Gives a document its fonts. */
export function addFonts(pdf: jsPDF, fonts: readonly LoadedFont[]): void {
  for (const { family, style, content } of fonts) {
    const name = `${family}-${style}.ttf`;
    pdf.addFileToVFS(name, content);
    pdf.addFont(name, family, style);
  }
}
