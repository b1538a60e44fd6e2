import { CALL_ROOTS, objectText, splitPath } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import { type Call, spanAtPath } from '../calls/index.ts';
import type { JsonText } from '../objects/index.ts';
import { callRef, type Project } from '../projects/index.ts';
import { refuseTwice } from './names-once.ts';

/** A column and where its values are found: a path into the JSON of a call, or `call`, its reference. */
export interface CallMapping {
  readonly column: string;
  readonly path: string;
}

/** Makes rows of calls. */
export interface CallRowReader {
  /** Fields of calls that are read. */
  readonly columns: readonly string[];
  /** Paths at which what references name comes in their place. */
  readonly expanded: readonly string[];
  /** Each value as it was sent; a column of which a call has nothing is null. */
  rowOf(call: Call): { readonly row: JsonText; readonly missing: readonly string[] };
}

/** @throws RunloomError('invalid') for a column that comes twice, or a path that leads nowhere */
export function createCallRowReader(
  place: Pick<Project, 'entityName' | 'name'>,
  mapping: readonly CallMapping[],
): CallRowReader {
  refuseTwice(
    'columns',
    mapping.map(({ column }) => column),
  );
  const readers = mapping.map(({ column, path }) => ({ column, read: readerOf(place, path) }));
  const expanded = mapping.map(({ path }) => path).filter((path) => path !== 'call');
  return {
    columns: [...new Set(['op_name', ...expanded.map((path) => splitPath(path)[0] ?? '')])],
    expanded,
    rowOf(call) {
      const missing: string[] = [];
      const members = new Map<string, JsonText>();
      for (const { column, read } of readers) {
        const value = read(call);
        if (value === null) missing.push(column);
        members.set(column, value ?? 'null');
      }
      return { row: objectText(members), missing };
    },
  };
}

function readerOf(
  place: Pick<Project, 'entityName' | 'name'>,
  path: string,
): (call: Call) => JsonText | null {
  const [root = '', ...steps] = splitPath(path);
  if (root === 'call' && steps.length === 0) {
    return ({ id }) => JSON.stringify(callRef(place, id));
  }
  const known = CALL_ROOTS.find((one) => one === root);
  if (known === undefined) {
    throw invalid(
      `The path "${path.slice(0, 200)}" leads nowhere: paths begin with ${CALL_ROOTS.join(', ')}, or are "call".`,
    );
  }
  return (call) => {
    const text = call[known];
    const span = text === null ? null : spanAtPath(text, steps);
    return text === null || span === null ? null : text.slice(span.from, span.to);
  };
}

/** Rows of the first calls, with the columns that some of them have nothing for. */
export function previewCalls(
  reader: CallRowReader,
  calls: readonly Call[],
): {
  readonly rows: readonly JsonText[];
  readonly missing: readonly { readonly column: string; readonly count: number }[];
} {
  const counts = new Map<string, number>();
  const rows = calls.map((call) => {
    const { row, missing } = reader.rowOf(call);
    for (const column of missing) counts.set(column, (counts.get(column) ?? 0) + 1);
    return row;
  });
  return { rows, missing: [...counts].map(([column, count]) => ({ column, count })) };
}
