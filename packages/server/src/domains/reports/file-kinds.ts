/** How a file begins, and what it is then. */
interface FileKind {
  readonly contentType: string;
  isMeant(head: Buffer): boolean;
}

const startsWith =
  (...bytes: number[]) =>
  (head: Buffer): boolean =>
    head.subarray(0, bytes.length).equals(Buffer.from(bytes));

const textAt = (head: Buffer, from: number, length: number): string =>
  head.toString('latin1', from, from + length);

/** Of the boxes of ISO media files, the first says the brand. */
const hasBrand = (head: Buffer, ...brands: string[]): boolean =>
  textAt(head, 4, 4) === 'ftyp' && brands.includes(textAt(head, 8, 4));

const KINDS: readonly FileKind[] = [
  { contentType: 'image/png', isMeant: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a) },
  { contentType: 'image/jpeg', isMeant: startsWith(0xff, 0xd8, 0xff) },
  { contentType: 'image/gif', isMeant: (head) => /^GIF8[79]a/.test(textAt(head, 0, 6)) },
  {
    contentType: 'image/webp',
    isMeant: (head) => textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP',
  },
  { contentType: 'image/avif', isMeant: (head) => hasBrand(head, 'avif', 'avis') },
  {
    contentType: 'video/mp4',
    isMeant: (head) =>
      hasBrand(
        head,
        'isom',
        'iso2',
        'iso4',
        'iso5',
        'iso6',
        'mp41',
        'mp42',
        'avc1',
        'M4V ',
        'dash',
      ),
  },
  { contentType: 'video/quicktime', isMeant: (head) => hasBrand(head, 'qt  ') },
  { contentType: 'video/webm', isMeant: startsWith(0x1a, 0x45, 0xdf, 0xa3) },
  {
    contentType: 'image/svg+xml',
    isMeant: (head) =>
      /^\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(head.toString('utf8')) &&
      /<svg[\s>]/i.test(head.toString('utf8')),
  },
];

/** As many bytes of a file as tell its kind. */
export const HEAD_BYTES = 4096;

/** What a picture or film is by its bytes, whatever its name and sender say; null for anything else. */
export function contentTypeOf(head: Buffer): string | null {
  return KINDS.find(({ isMeant }) => isMeant(head))?.contentType ?? null;
}
