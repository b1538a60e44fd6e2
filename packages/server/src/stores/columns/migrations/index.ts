import { migration as metricsConsole } from './0001-metrics-console.ts';
import { migration as gonePoints } from './0002-gone-points.ts';
import * as wholePoints from './0003-whole-points.ts';
import { migration as fasterCodes } from './0017-faster-codes.ts';
import { migration as calls } from './0020-calls.ts';
import { migration as weaveRows } from './0025-weave-rows.ts';
import { migration as callTokens } from './0026-call-tokens.ts';
import { migration as endsOfCalls } from './0027-ends-of-calls.ts';
import { migration as compactCalls } from './0028-compact-calls.ts';
import { migration as noCallStatistics } from './0029-no-call-statistics.ts';
import { migration as callLatencies } from './0030-call-latencies.ts';
import type { ColumnMigration } from './migration.ts';

export interface NumberedColumnMigration {
  readonly number: number;
  readonly name: string;
  readonly migration: ColumnMigration;
}

/** All steps in order. A step that was released is never changed: a new one is added. */
export const columnMigrations: readonly NumberedColumnMigration[] = [
  { number: 1, name: 'metrics-console', migration: metricsConsole },
  { number: 2, name: 'gone-points', migration: gonePoints },
  // One statement that is safe to meet twice may not be so after the next one: a number each.
  { number: 3, name: 'whole-points-columns', migration: wholePoints.addColumns },
  { number: 4, name: 'whole-points-codes', migration: wholePoints.fillCodes },
  { number: 5, name: 'whole-points-default', migration: wholePoints.dropDefault },
  { number: 6, name: 'whole-points-drop', migration: wholePoints.dropColumns },
  { number: 7, name: 'whole-points-value', migration: wholePoints.addValue },
  { number: 8, name: 'whole-points-rows', migration: wholePoints.moveRows },
  { number: 9, name: 'whole-points-done', migration: wholePoints.dropRows },
  // Builds before the numbers were put in order called the same steps 10 to 16.
  { number: 17, name: 'faster-codes', migration: fasterCodes },
  { number: 20, name: 'calls', migration: calls },
  { number: 25, name: 'weave-rows', migration: weaveRows },
  { number: 26, name: 'call-tokens', migration: callTokens },
  { number: 27, name: 'ends-of-calls', migration: endsOfCalls },
  { number: 28, name: 'compact-calls', migration: compactCalls },
  { number: 29, name: 'no-call-statistics', migration: noCallStatistics },
  { number: 30, name: 'call-latencies', migration: callLatencies },
];
