import type { ArtifactEntry } from '@runloom/model';

/** The start of a digest: of a file its MD5 in hex, of a reference whatever its store calls it. */
export function shortDigest({ digest, ref }: Pick<ArtifactEntry, 'digest' | 'ref'>): string {
  return (ref === null ? hexDigest(digest) : digest).slice(0, 8);
}

/** A base64 MD5 in hex, as `md5sum` prints it; anything else as it is. */
export function hexDigest(digest: string): string {
  try {
    const bytes = atob(digest);
    if (bytes.length !== 16) return digest;
    return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return digest;
  }
}
