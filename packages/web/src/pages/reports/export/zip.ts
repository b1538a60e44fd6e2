import { strToU8, zip } from 'fflate';

/** Files as one archive, made off the page's thread. */
export function makeZip(files: ReadonlyMap<string, string | Uint8Array>): Promise<Blob> {
  const entries = [...files].map(([name, content]): [string, Uint8Array] => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return new Promise((resolve, reject) => {
    zip(Object.fromEntries(entries), (problem, bytes) => {
      if (problem) reject(problem);
      else resolve(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/zip' }));
    });
  });
}
