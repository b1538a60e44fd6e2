import { createHash } from 'node:crypto';
import type { EvidenceAnswer, EvidenceRequest } from '@runloom/model';
import type { AskedAnswer, ReportFile, ShownFile } from './types.ts';

/** What a tape has in place of the address of a file that it keeps: the same for the same name and bytes. */
const KEPT = '/storage/kept/';
const KEPT_ADDRESS = /"\/storage\/kept\/([0-9a-f]{32})"/g;

/** An answer as it is recorded, and the files that it names. */
export interface KeptAnswer {
  readonly answer: EvidenceAnswer;
  readonly files: readonly ReportFile[];
}

/** Puts what stays the same in place of the signed addresses of an answer, which end. */
export function keepFiles({ answer, files }: AskedAnswer): KeptAnswer {
  if (files.length === 0 || answer.encoding !== 'text') return { answer, files: [] };
  const kept = files.map((file) => ({ address: file.address, file: reportFileOf(file) }));
  const ids = new Map(kept.map(({ address, file }) => [`"${address}"`, `"${KEPT}${file.id}"`]));
  const body = answer.body.replace(/"\/storage\/[^"]*"/g, (address) => ids.get(address) ?? address);
  return { answer: { ...answer, body }, files: kept.map(({ file }) => file) };
}

function reportFileOf({ digest, name, contentType, sizeBytes }: ShownFile): ReportFile {
  const id = createHash('sha256').update(`${digest}\n${name}`).digest('hex').slice(0, 32);
  return { id, digest, name, contentType, sizeBytes };
}

/** Recorded requests whose answers name the files by addresses that their reader may ask. */
export function withFileAddresses(
  requests: readonly (EvidenceRequest & { readonly answer: EvidenceAnswer })[],
  addressOf: (file: string) => string,
): (EvidenceRequest & { answer: EvidenceAnswer })[] {
  return requests.map(({ answer, ...request }) => {
    if (answer.encoding !== 'text') return { ...request, answer };
    const body = answer.body.replace(KEPT_ADDRESS, (_, file: string) =>
      JSON.stringify(addressOf(file)),
    );
    return { ...request, answer: { ...answer, body } };
  });
}
