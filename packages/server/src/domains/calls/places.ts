import type { Statement } from './statement.ts';

/** Where a call stands in the order of starts. */
export interface CallKey {
  readonly id: string;
  readonly startedAt: string;
}

/** Conditions that hold of calls at these places, in a form that the engine finds them by. */
export function placesAmong(statement: Statement, keys: readonly CallKey[]): string[] {
  return [
    startedAmong(
      statement,
      keys.map(({ startedAt }) => BigInt(startedAt)),
    ),
    statement.among(
      'id',
      keys.map(({ id }) => id),
    ),
  ];
}

/** The condition that calls started at one of these times, microseconds. */
export const startedAmong = (statement: Statement, starts: readonly bigint[]): string =>
  `started_at IN ${statement.bind('Array(Int64)', [...new Set(starts)])}`;
