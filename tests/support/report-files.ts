import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright-core';

/** Makes the file on the page of a report. @param format how its name begins in the dialog */
export async function exportReport(
  page: Page,
  format: string,
  withData = false,
): Promise<Uint8Array> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(`^${format}`) }).check();
  if (withData) await dialog.getByLabel('With the numbers of the figures').check();
  const waiting = page.waitForEvent('download', { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Export' }).click();
  const path = await (await waiting).path();
  await dialog.waitFor({ state: 'detached' });
  return new Uint8Array(readFileSync(path));
}

/** The words of a PDF, page by page, with its links and its outline. */
export async function readPdf(bytes: Uint8Array) {
  const pdf = await getDocument({ data: bytes, useSystemFonts: true }).promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const own = await pdf.getPage(index + 1);
      const content = await own.getTextContent();
      const words = content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
      return { words, links: await own.getAnnotations() };
    }),
  );
  return {
    pages,
    words: pages.map(({ words }) => words).join('\n'),
    outline: await pdf.getOutline(),
  };
}
