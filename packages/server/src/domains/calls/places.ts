import type { Statement } from './statement.ts';

/** Where a call stands in the order of starts. */
export interface CallKey {
  readonly id: string;
  readonly startedAt: string;
}

/** Conditions that hold of calls at these places, in a form that the engine finds them by. */
export function placesAmong(statement: Statement, keys: readonly CallKey[]): string[] {
  const starts = [...new Set(keys.map(({ startedAt }) => BigInt(startedAt)))];
  return [
    `started_at IN ${statement.bind('Array(Int64)', starts)}`,
    statement.among(
      'id',
      keys.map(({ id }) => id),
    ),
  ];
}
