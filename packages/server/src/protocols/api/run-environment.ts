import type { Readable } from 'node:stream';
import { parseExactJson, toApiJson } from '@runloom/model';
import type { Files } from '../../domains/files/index.ts';
import type { Run } from '../../domains/runs/index.ts';

/** The client writes a few kilobytes; what is larger was not written by it. */
const MAX_BYTES = 1024 * 1024;

type Environment = Record<string, unknown>;

/** What the client told of its machine (`wandb-metadata.json`); null before it is uploaded or when it can't be read. */
export async function readEnvironment(
  files: Pick<Files, 'find' | 'open'>,
  run: Run,
): Promise<Environment | null> {
  const file = await files.find(run, 'wandb-metadata.json');
  if (file === null || file.sizeBytes > MAX_BYTES) return null;
  const text = await readText(await files.open(file));
  try {
    const value = parseExactJson(text);
    return value instanceof Map ? (toApiJson(value) as Environment) : null;
  } catch {
    // Any file may be uploaded under this name; one that isn't JSON tells nothing.
    return null;
  }
}

/** The command that started the run, quoted for a POSIX shell; null when it was not a script. */
export function commandLine(environment: Environment): string | null {
  const { executable, program, codePath, args } = environment;
  const script = [program, codePath].find(isScript);
  if (script === undefined) return null;
  const words = [
    typeof executable === 'string' && executable !== '' ? executable : 'python',
    script,
    ...(Array.isArray(args) ? args.map(String) : []),
  ];
  return words.map(quote).join(' ');
}

/** `<python with no main file>` and `(local)` stand for interactive sessions. */
function isScript(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && !/^[<(]/.test(text);
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
