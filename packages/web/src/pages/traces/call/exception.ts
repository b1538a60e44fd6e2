/** What went wrong in a call. */
export interface CallException {
  readonly type: string | null;
  readonly message: string;
  readonly frames: readonly {
    readonly file: string;
    readonly line: number | null;
    readonly name: string;
    readonly text: string;
  }[];
}

/** Clients of Python send JSON with a traceback, others the message alone. */
export function readException(text: string): CallException {
  const plain = { type: null, message: text, frames: [] };
  if (!text.startsWith('{')) return plain;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return plain;
  }
  const type = member(value, 'type');
  const message = member(value, 'message');
  if (typeof type !== 'string' && typeof message !== 'string') return plain;
  const traceback = member(value, 'traceback');
  return {
    type: typeof type === 'string' ? type : null,
    message: typeof message === 'string' ? message : '',
    frames: (Array.isArray(traceback) ? traceback : []).slice(0, 500).map((frame) => ({
      file: textOf(member(frame, 'filename')),
      line: Number(member(frame, 'line_number')) || null,
      name: textOf(member(frame, 'function_name')),
      text: textOf(member(frame, 'text')),
    })),
  };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
