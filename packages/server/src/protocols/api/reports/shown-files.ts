import type { ShownFile } from '../../../domains/reports/index.ts';
import { forEachAtOnce } from '../../../platform/at-once.ts';
import { RunloomError } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';

/** A member `url` of an answer, as the server signed it for who asked. */
const SIGNED = /"url":"(\/storage\/(downloads|wandb_artifacts)\/([\w.~-]+)\/[^"\\]*)"/g;
const LOOKED_UP_AT_ONCE = 8;

/** Finds the files that signed addresses in the text of an answer lead to. */
export type FindShownFiles = (text: string) => Promise<readonly ShownFile[]>;

export function createShownFiles({
  files,
  artifacts,
}: {
  readonly files: Pick<ApiDeps['files'], 'findDownload'>;
  readonly artifacts: Pick<ApiDeps['artifacts'], 'openDownload'>;
}): FindShownFiles {
  const find = async (kind: string, token: string): Promise<Omit<ShownFile, 'address'>> => {
    const { digest, name, mimeType, sizeBytes } =
      kind === 'downloads' ? await files.findDownload(token) : await artifacts.openDownload(token);
    return { digest, name, contentType: mimeType, sizeBytes };
  };

  return async (text) => {
    const signed = new Map<string, { readonly kind: string; readonly token: string }>();
    for (const [, address = '', kind = '', token = ''] of text.matchAll(SIGNED)) {
      signed.set(address, { kind, token });
    }
    const found: ShownFile[] = [];
    await forEachAtOnce(signed, LOOKED_UP_AT_ONCE, null, async ([address, { kind, token }]) => {
      try {
        found.push({ address, ...(await find(kind, token)) });
      } catch (problem) {
        // Not signed here, for another use, or deleted in this moment: the address leads nowhere.
        const isNone =
          problem instanceof RunloomError &&
          (problem.code === 'forbidden' || problem.code === 'not_found');
        if (!isNone) throw problem;
      }
    });
    return found;
  };
}
