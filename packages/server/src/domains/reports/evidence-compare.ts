import {
  decodePanels,
  type EvidenceAnswer,
  type EvidenceState,
  PANELS_MEDIA_TYPE,
  panelToJson,
} from '@runloom/model';

const MOST_CHANGES = 10;
const LONGEST_VALUE = 80;

/** Signed addresses of files are others at each asking. */
const SIGNED = /\/storage\/([\w-]+)\/[\w.~-]+/g;

export interface Difference {
  readonly state: EvidenceState;
  readonly changes: readonly string[];
}

/** What the answer that is given now says otherwise than the one that was recorded. */
export function compareAnswers(before: EvidenceAnswer, now: EvidenceAnswer): Difference {
  if (now.status !== before.status) {
    if (now.status === 404 || now.status === 410) return { state: 'gone', changes: [] };
    if (now.status === 401 || now.status === 403) return { state: 'hidden', changes: [] };
    return { state: 'moved', changes: [`the answer was ${before.status} and is ${now.status}`] };
  }
  if (before.body === now.body && before.encoding === now.encoding) return SAME;
  const [was, is] = [readAnswer(before), readAnswer(now)];
  if (was === undefined || is === undefined) {
    return { state: 'moved', changes: ['the bytes are others'] };
  }
  const changes: string[] = [];
  for (const change of differences(was, is, '')) {
    changes.push(change);
    if (changes.length === MOST_CHANGES) break;
  }
  return changes.length === 0 ? SAME : { state: 'moved', changes };
}

const SAME: Difference = { state: 'same', changes: [] };

/** The JSON that an answer says; undefined when it is none. */
function readAnswer({ contentType, encoding, body }: EvidenceAnswer): unknown {
  const [type] = contentType.split(';', 1);
  try {
    if (type === PANELS_MEDIA_TYPE && encoding === 'base64') {
      return decodePanels(Buffer.from(body, 'base64')).map(panelToJson);
    }
    return encoding === 'text'
      ? (JSON.parse(body.replace(SIGNED, '/storage/$1')) as unknown)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Goes no deeper than where both differ in kind; lists of numbers are told as one. */
function* differences(was: unknown, is: unknown, path: string): Generator<string> {
  if (Object.is(was, is)) return;
  if (Array.isArray(was) && Array.isArray(is)) {
    if (isNumbers(was) && isNumbers(is)) {
      if (JSON.stringify(was) !== JSON.stringify(is)) yield numbersChange(was, is, path);
      return;
    }
    if (was.length !== is.length) yield `${path || 'list'}: ${was.length} → ${is.length} items`;
    for (let index = 0; index < Math.min(was.length, is.length); index += 1) {
      yield* differences(was[index], is[index], at(path, String(index)));
    }
    return;
  }
  if (isRecord(was) && isRecord(is)) {
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (!Object.hasOwn(is, name)) yield `${at(path, name)}: ${show(was[name])} → nothing`;
      else if (!Object.hasOwn(was, name)) yield `${at(path, name)}: nothing → ${show(is[name])}`;
      else yield* differences(was[name], is[name], at(path, name));
    }
    return;
  }
  yield `${path || 'value'}: ${show(was)} → ${show(is)}`;
}

function numbersChange(was: readonly unknown[], is: readonly unknown[], path: string): string {
  if (was.length !== is.length) return `${path}: ${was.length} → ${is.length} values`;
  const count = was.filter((value, index) => !Object.is(value, is[index])).length;
  return `${path}: ${count} of ${was.length} values are others`;
}

const isNumbers = (list: readonly unknown[]): boolean =>
  list.length > 0 && list.every((value) => value === null || typeof value === 'number');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
