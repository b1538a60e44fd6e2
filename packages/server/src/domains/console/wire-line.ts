/** A console line as the client sent it, taken apart. */
export interface WireLine {
  /** Microseconds since the epoch; 0 when the line has no readable time stamp. */
  readonly timestampUs: bigint;
  readonly level: 'info' | 'error';
  readonly label: string;
  readonly text: string;
}

/**
 * Reads one line of `output.log`. Two forms are in use and both stay readable:
 * - structured: `{"level"?: "error", "ts": "2026-11-23T15:59:58.116027", "label"?: "…", "content": "…"}`
 * - plain: `2026-11-23T16:08:12.686636 text`, from stderr `ERROR 2026-… text`
 *
 * Times are UTC. A `[label]` after a plain time stamp stays in the text, since a program's own
 * output may begin just so. A line in neither form is all text.
 */
export function readWireLine(line: string): WireLine {
  return (line.startsWith('{') ? readStructured(line) : null) ?? readPlain(line);
}

function readStructured(line: string): WireLine | null {
  const value = parseObject(line);
  if (value === null || typeof value['content'] !== 'string') return null;
  return {
    timestampUs: typeof value['ts'] === 'string' ? timestampUs(value['ts']) : 0n,
    level: value['level'] === 'error' ? 'error' : 'info',
    label: typeof value['label'] === 'string' ? value['label'] : '',
    text: value['content'],
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const ERROR_PREFIX = 'ERROR ';
/** `2026-11-23T16:08:12`, the part of a time stamp that is always there. */
const SECONDS_LENGTH = 19;

function readPlain(line: string): WireLine {
  const isError = line.startsWith(ERROR_PREFIX);
  const start = isError ? ERROR_PREFIX.length : 0;
  const space = line.indexOf(' ', start + SECONDS_LENGTH);
  const end = space < 0 ? line.length : space;
  const time = timestampUs(line.slice(start, end));
  if (time === 0n) return { timestampUs: 0n, level: 'info', label: '', text: line };
  const level = isError ? 'error' : 'info';
  return { timestampUs: time, level, label: '', text: line.slice(end + 1) };
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z?$/;

function timestampUs(text: string): bigint {
  const match = TIMESTAMP.exec(text);
  if (match === null) return 0n;
  const milliseconds = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(milliseconds)) return 0n;
  const micros = (match[2] ?? '').padEnd(6, '0').slice(0, 6);
  return BigInt(milliseconds) * 1000n + BigInt(micros);
}
