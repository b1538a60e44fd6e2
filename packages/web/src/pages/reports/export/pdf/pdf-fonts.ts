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

/** Gives the document the fonts that its text is set in. */
export async function addFonts(pdf: jsPDF): Promise<void> {
  const loaded = await Promise.all(
    FONTS.map(async (font) => {
      const response = await fetch(font.address);
      if (!response.ok) throw new Error('The fonts of the document could not be loaded.');
      return { ...font, bytes: new Uint8Array(await response.arrayBuffer()) };
    }),
  );
  for (const { family, style, bytes } of loaded) {
    const name = `${family}-${style}.ttf`;
    pdf.addFileToVFS(name, toBase64(bytes));
    pdf.addFont(name, family, style);
  }
}
