import { RunloomError } from '../../platform/errors.ts';
import { createSignedTexts } from '../../platform/signed-texts.ts';
import type { ManifestId, VersionId } from './types.ts';

/** What the bearer of an address may send or read, and nothing else. */
export type Grant =
  | { readonly use: 'file'; readonly versionId: VersionId; readonly digest: string }
  | { readonly use: 'part'; readonly uploadId: number; readonly part: number }
  | { readonly use: 'manifest'; readonly manifestId: ManifestId; readonly md5: string }
  | {
      readonly use: 'read';
      readonly versionId: VersionId;
      readonly contentId: number;
      readonly path: string;
    }
  | { readonly use: 'read-manifest'; readonly versionId: VersionId };

export interface GrantTokens {
  sign(grant: Grant, lifetimeMs: number): string;
  /** @throws RunloomError('forbidden') when it was not signed here, is too old, or for another use */
  verify<Use extends Grant['use']>(
    token: string,
    uses: readonly Use[],
  ): Extract<Grant, { use: Use }>;
}

const PURPOSE = 'runloom artifact transfer 1';

/** Anyone who holds a token may use it until it expires, as clients send no key with transfers. */
export function createGrantTokens(secret: Uint8Array, clock: () => number): GrantTokens {
  const texts = createSignedTexts(secret, PURPOSE, clock);
  return {
    sign: (grant, lifetimeMs) => texts.sign(JSON.stringify(grant), lifetimeMs),
    verify(token, uses) {
      // Signed here: it has the shape that it was given.
      const grant = JSON.parse(texts.verify(token)) as Grant;
      if ((uses as readonly string[]).includes(grant.use)) return grant as never;
      throw new RunloomError('forbidden', 'This address is for another use.');
    },
  };
}
