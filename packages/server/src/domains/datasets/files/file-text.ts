import type { FileBytes } from '../types.ts';
import { FileProblem } from './record.ts';

const MIB = 1024 * 1024;
/** Files that are read as they come. */
const MOST_STREAMED_BYTES = 2_048 * MIB;
/** Files that must be there as a whole to be read. */
const MOST_WHOLE_BYTES = 256 * MIB;

/** The text of a file as it comes: UTF-8, or UTF-16 where its first bytes say so. */
export async function* textOf(bytes: FileBytes): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > MOST_STREAMED_BYTES) throw tooLarge(MOST_STREAMED_BYTES);
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true, ignoreBOM: true });
    yield decode(() => decoder?.decode(chunk, { stream: true }) ?? '');
  }
  yield decode(() => decoder?.decode() ?? '');
}

function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function decode(read: () => string): string {
  try {
    return read();
  } catch {
    throw new FileProblem('The file is no UTF-8 text. Save it as UTF-8 and try again.');
  }
}

/** The whole of a file. */
export async function wholeOf(bytes: FileBytes): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > MOST_WHOLE_BYTES) throw tooLarge(MOST_WHOLE_BYTES);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

const tooLarge = (most: number): FileProblem =>
  new FileProblem(
    `The file is larger than ${most / MIB} MiB. Split it, or send it as CSV or JSON lines.`,
  );
