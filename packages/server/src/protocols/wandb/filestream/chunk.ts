import type { RowBlock, StreamChunk } from '../../../domains/ingest/index.ts';
import type { Lines } from '../../../domains/metrics/index.ts';
import { invalid } from '../../../platform/errors.ts';

type Bad = NonNullable<StreamChunk['bad']>[number];
type Block = { readonly offset: number; readonly lines: readonly string[] };

export const HISTORY = 'wandb-history.jsonl';
const EVENTS = 'wandb-events.jsonl';
const SUMMARY = 'wandb-summary.json';
const OUTPUT = 'output.log';

/** What is wrong with a request as a whole has this for a file. */
const ENVELOPE = 'file_stream';

/** Console lines are numbered with 32 bits. */
const MAX_CONSOLE_LINE = 2 ** 32 - 1;

/** Malformed requests leave at most this many dead letters; the last one counts what is not listed. */
const MAX_BAD = 1000;

/**
 * Reads the body of a `file_stream` request. All parts are optional; a part that can't be read
 * becomes dead letters, since refusing the request would make the client drop the whole run.
 * @param history its lines, when they were left out of `body` and stand where they came
 * @throws RunloomError('invalid') when the body is no JSON object at all
 */
export function readChunk(body: unknown, history: Lines | null = null): StreamChunk {
  if (!isObject(body)) {
    throw invalid('The body of a file stream must be a JSON object, for instance {"files":{}}.');
  }
  const bad: Bad[] = [];
  const files = readFiles(body['files'], history, bad);
  const uploaded = readUploaded(body['uploaded'], bad);
  return {
    ...files,
    ...(uploaded.length > 0 && { uploaded }),
    ...(body['preempting'] === true && { preempting: true }),
    ...(body['complete'] === true && { complete: true, exitCode: readExitCode(body, bad) }),
    ...(bad.length > 0 && { bad: bounded(bad) }),
  };
}

function readFiles(files: unknown, history: Lines | null, bad: Bad[]): StreamChunk {
  if (files === undefined || files === null) return {};
  if (!isObject(files)) {
    bad.push(letter(ENVELOPE, 0, '"files" must be an object', files));
    return {};
  }
  const chunk: { -readonly [Part in keyof StreamChunk]: StreamChunk[Part] } = {};
  for (const [name, part] of Object.entries(files)) {
    if (name === HISTORY && history !== null) {
      const taken = readTaken(part, history, bad);
      if (taken !== null) chunk.history = taken;
      continue;
    }
    const block = readBlock(name, part, bad);
    if (block === null) continue;
    if (name === HISTORY) chunk.history = block;
    else if (name === EVENTS) chunk.events = block;
    else if (name === OUTPUT) chunk.output = [block];
    // The whole summary each time: the last one holds.
    else if (name === SUMMARY) chunk.summary = block.lines.at(-1) ?? '{}';
    else refuseLines(name, block.lines, 'this server keeps no stream of that name', bad);
  }
  return chunk;
}

/** The lines of one stream; null when there are none. */
function readBlock(name: string, part: unknown, bad: Bad[]): Block | null {
  if (!isObject(part) || !Array.isArray(part['content'])) {
    bad.push(
      letter(name, 0, 'a stream must be an object with "offset" and "content" (a list)', part),
    );
    return null;
  }
  const content: readonly unknown[] = part['content'];
  if (content.length === 0) return null;
  const lines = content.every((line) => typeof line === 'string') ? content : content.map(textOf);
  const offset = readOffset(part['offset']);
  // A summary has no place among others.
  if (name === SUMMARY) return { offset: 0, lines };
  const lastLine = name === OUTPUT ? MAX_CONSOLE_LINE : Number.MAX_SAFE_INTEGER;
  if (offset === null || offset + lines.length - 1 > lastLine) {
    refuseLines(name, lines, `${textOf(part['offset'])} is not the number of a line`, bad);
    return null;
  }
  return { offset, lines };
}

/** Lines of the history that were left where they came. */
function readTaken(part: unknown, lines: Lines, bad: Bad[]): RowBlock | null {
  const sent = isObject(part) ? part['offset'] : undefined;
  const offset = readOffset(sent);
  if (offset !== null && offset + lines.count - 1 <= Number.MAX_SAFE_INTEGER) {
    return { offset, lines };
  }
  const texts = Array.from({ length: lines.count }, (_, line) => lines.text(line));
  refuseLines(HISTORY, texts, `${textOf(sent)} is not the number of a line`, bad);
  return null;
}

function readOffset(offset: unknown): number | null {
  return Number.isSafeInteger(offset) && (offset as number) >= 0 ? (offset as number) : null;
}

function readUploaded(uploaded: unknown, bad: Bad[]): readonly string[] {
  if (uploaded === undefined || uploaded === null) return [];
  if (!Array.isArray(uploaded)) {
    bad.push(letter(ENVELOPE, 1, '"uploaded" must be a list of file names', uploaded));
    return [];
  }
  return uploaded.filter((name) => typeof name === 'string');
}

function readExitCode(body: Record<string, unknown>, bad: Bad[]): number {
  const code = body['exitcode'];
  if (code === undefined || code === null) return 0;
  if (Number.isInteger(code) && Math.abs(code as number) < 2 ** 31) return code as number;
  bad.push(letter(ENVELOPE, 2, '"exitcode" must be a whole number', code));
  return 1;
}

function refuseLines(file: string, lines: readonly string[], reason: string, bad: Bad[]): void {
  for (const [line, raw] of lines.entries()) bad.push({ file, line, reason, raw });
}

function bounded(bad: readonly Bad[]): readonly Bad[] {
  if (bad.length <= MAX_BAD) return bad;
  const left = bad.length - MAX_BAD;
  const rest = { file: ENVELOPE, line: 3, reason: `${left} more lines were not listed`, raw: '' };
  return [...bad.slice(0, MAX_BAD), rest];
}

function letter(file: string, line: number, reason: string, value: unknown): Bad {
  return { file, line, reason, raw: textOf(value) };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
