import type { RunFile } from '../../../domains/files/index.ts';

/** Types that a browser shows without running anything; all others are saved. */
const SHOWN =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain|application\/json)$/;

/**
 * Headers for bytes that anyone with a key may have put here. They never run in this origin: what is
 * shown is of a type that can't hold scripts, opened directly it stands in a sandbox of its own, and
 * browsers may not guess another type.
 */
export function contentHeaders(file: Pick<RunFile, 'name' | 'mimeType'>): Record<string, string> {
  const type = file.mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const shown = SHOWN.test(type);
  // Text of any kind can be read, as plain text.
  const sent =
    shown || !type.startsWith('text/') ? type || 'application/octet-stream' : 'text/plain';
  const isText = sent === 'text/plain' || sent === 'application/json';
  const disposition = shown || sent === 'text/plain' ? 'inline' : 'attachment';
  return {
    'Content-Type': isText ? `${sent}; charset=utf-8` : sent,
    'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeName(file.name)}`,
    'Content-Security-Policy':
      "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'",
    'X-Content-Type-Options': 'nosniff',
    'Accept-Ranges': 'bytes',
  };
}

/** The last part of the path, as RFC 8187 writes it. */
function encodeName(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1).toWellFormed();
  return encodeURIComponent(last).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
