import { strToU8, zipSync } from 'fflate';

/** Files as one archive. Made at once: the page's policy has no place for the library's own workers. */
export function makeZip(files: ReadonlyMap<string, string | Uint8Array>): Blob {
  const entries = [...files].map(([name, content]): [string, Uint8Array] => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  const bytes = zipSync(Object.fromEntries(entries));
  return new Blob([bytes], { type: 'application/zip' });
}
