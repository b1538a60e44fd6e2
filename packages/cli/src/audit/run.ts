import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { createApiClient } from '../client.ts';
import { ServerError } from '../errors.ts';
import type { VerifyOptions } from './options.ts';
import { type Verified, verifyLines } from './verify.ts';

const NOT_INTACT = 1;

/**
 * Verifies an exported file, or what the server gives, and says what was found.
 * @returns the exit code
 * @throws ServerError when it could not be read
 */
export async function runAuditVerify(
  options: VerifyOptions,
  write: (text: string) => void,
): Promise<number> {
  const { log } = options;
  const input = 'file' in log ? createReadStream(log.file) : await download(log);
  const verified = await read(input, options);
  write(describe(verified, options));
  return verified.report.isIntact ? 0 : NOT_INTACT;
}

async function read(input: Readable, options: VerifyOptions): Promise<Verified> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    // An error of the file shows on the stream alone, never on its lines.
    const failed = new Promise<never>((_resolve, reject) => input.once('error', reject));
    return await Promise.race([verifyLines(lines, options), failed]);
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw new ServerError(
      `The log could not be read: ${error instanceof Error ? error.message : error}.`,
    );
  } finally {
    lines.close();
    input.destroy();
  }
}

async function download({ url, key }: { url: string; key: string }): Promise<Readable> {
  const query = new URLSearchParams({ format: 'jsonl' });
  try {
    const bytes = await createApiClient(url, key).stream(['audit', 'export'], query);
    return Readable.fromWeb(bytes as NodeStream<Uint8Array>);
  } catch (error) {
    if (!(error instanceof ServerError) || ![401, 403].includes(error.status ?? 0)) throw error;
    const hint = 'Verifying the whole log takes the key of an instance admin in WANDB_API_KEY.';
    throw new ServerError(`${error.message} ${hint}`, error.status);
  }
}

function describe({ head, report }: Verified, { noted, publicKey }: VerifyOptions): string {
  const { isIntact, checked, first, last, problems, problemCount } = report;
  const range = first === null ? '' : ` (${first} to ${last})`;
  const lines = [
    isIntact
      ? `Intact: ${checked} entries${range}.`
      : `NOT INTACT: ${problemCount} problem${problemCount === 1 ? '' : 's'} in ${checked} entries${range}.`,
    ...problems.map(({ kind, message }) => `  ${kind}: ${message}`),
    ...(problemCount > problems.length ? [`  … and ${problemCount - problems.length} more.`] : []),
  ];
  if (!head.complete) {
    lines.push(
      'This export was filtered: each entry was checked by itself, but not that none is missing.',
    );
  }
  if (head.start !== null) {
    lines.push(
      `Entries up to ${head.start.sequence} were removed by retention, under a seal of the server.`,
    );
  }
  if (publicKey === null) {
    lines.push(
      `Seals were checked with the key that the log itself names: ${head.publicKey}. Keep it, and give it by --public-key.`,
    );
  }
  lines.push(
    noted === null
      ? `Keep this elsewhere, and give it by --noted next time: ${head.head.sequence}:${head.head.hash}`
      : `The noted head ${noted.sequence} was looked for.`,
  );
  return `${lines.join('\n')}\n`;
}
