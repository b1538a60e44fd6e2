import { type Environment, parseArguments, withoutSlash } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/** What `runloom audit verify` was asked. */
export interface VerifyOptions {
  /** An export to verify without the server, or a server to ask. */
  readonly log: { readonly file: string } | { readonly url: string; readonly key: string };
  /** A head that was noted earlier. */
  readonly noted: { readonly sequence: number; readonly hash: string } | null;
  /** The server's key as it was noted earlier, in base64. */
  readonly publicKey: string | null;
}

export const AUDIT_HELP = `runloom audit verify [FILE] [--noted SEQUENCE:HASH] [--public-key KEY] [--url URL]

Verifies the audit log: that no entry was changed, removed, added or moved.

  FILE                   an export as JSON lines (Audit log > Export), verified here, without the server.
                         Without a file the log is read from the server and verified here.
  --noted SEQUENCE:HASH  a newest hash that was kept elsewhere: must be in the log, so that its end was not cut off
  --public-key KEY       the server's key as it was kept elsewhere: seals must be made by it
  --url URL              the server (default: WANDB_BASE_URL)

The key of an instance admin is read from WANDB_API_KEY.

Ends with 0: intact. 1: not intact. 2: could not verify.
`;

/** @throws UsageError that says what is wrong and what to write */
export function readVerifyOptions(args: readonly string[], env: Environment): VerifyOptions {
  const [command, ...rest] = args;
  if (command !== 'verify') {
    throw new UsageError(
      `runloom audit has no command ${JSON.stringify(command ?? '')}; there is: verify.`,
    );
  }
  const { values, positionals } = parseArguments({
    args: rest,
    allowPositionals: true,
    options: {
      noted: { type: 'string' },
      'public-key': { type: 'string' },
      url: { type: 'string' },
    },
  });
  if (positionals.length > 1) throw new UsageError('Name one file at a time.');
  const [file] = positionals;
  return {
    log: file === undefined ? readServer(values.url ?? env['WANDB_BASE_URL'], env) : { file },
    noted: values.noted === undefined ? null : readNoted(values.noted),
    publicKey: values['public-key'] ?? null,
  };
}

function readServer(url: string | undefined, env: Environment): { url: string; key: string } {
  if (url === undefined || !URL.canParse(url)) {
    throw new UsageError(
      'Which log? Name an exported file, or a server by --url or WANDB_BASE_URL.',
    );
  }
  const key = env['WANDB_API_KEY'];
  if (!key) throw new UsageError('Set WANDB_API_KEY to a key of an instance admin.');
  return { url: withoutSlash(url), key };
}

function readNoted(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence !== undefined && hash !== undefined) return { sequence: Number(sequence), hash };
  throw new UsageError('--noted takes the number and the hash of an entry, as SEQUENCE:HASH.');
}
