import { memberOf } from '../../../components/value-tree/api-json.ts';

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
  const type = memberOf(value, 'type');
  const message = memberOf(value, 'message');
  if (typeof type !== 'string' && typeof message !== 'string') return plain;
  const traceback = memberOf(value, 'traceback');
  return {
    type: typeof type === 'string' ? type : null,
    message: typeof message === 'string' ? message : '',
    frames: (Array.isArray(traceback) ? traceback : []).slice(0, 500).map((frame) => ({
      file: textOf(memberOf(frame, 'filename')),
      line: Number(memberOf(frame, 'line_number')) || null,
      name: textOf(memberOf(frame, 'function_name')),
      text: textOf(memberOf(frame, 'text')),
    })),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
