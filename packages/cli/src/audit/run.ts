import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
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
  const input = options.file === null ? await download(options) : createReadStream(options.file);
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

async function download({ url, key }: VerifyOptions): Promise<Readable> {
  const response = await fetch(`${url}/api/v1/audit/export?format=jsonl`, {
    headers: { authorization: `Bearer ${key}` },
  }).catch((error: unknown) => {
    throw new ServerError(
      `${url} can't be reached: ${error instanceof Error ? error.message : error}.`,
    );
  });
  if (response.ok && response.body !== null) {
    return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  }
  const text = await response.text();
  const hint =
    response.status === 401 || response.status === 403
      ? 'Verifying the whole log takes the key of an instance admin in WANDB_API_KEY.'
      : text.slice(0, 300);
  throw new ServerError(`${url} answered ${response.status}. ${hint}`);
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
