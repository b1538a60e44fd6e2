import {
  definitionOfKey,
  type ExactJson,
  type MetricDefinition,
  type MetricSummary,
} from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { type KeyStatistics, selectStatistics } from './key-store.ts';
import { lastValues } from './keys.ts';
import { scopeOfRun } from './scope.ts';
import type { DerivedSummary } from './types.ts';

/**
 * The summary of a history: the last value of each key, or what its definition asks for, as
 * `{key: {max: …, mean: …}}`. The rules are the client's own: a NaN among the values makes all but
 * the first and last of them NaN.
 */
export async function deriveSummary(
  columns: ColumnStore,
  run: Run,
  definitions: readonly MetricDefinition[],
): Promise<DerivedSummary> {
  const values = await lastValues(columns, run);
  const logged = new Set(values.keys());
  if (definitions.every(({ summary }) => summary.length === 0)) return { values, logged };
  const statistics = await selectStatistics(columns, scopeOfRun(run, 'history'));
  for (const own of statistics) {
    const definition = definitionOfKey(definitions, own.key);
    if (definition === null || definition.summary.length === 0) continue;
    if (definition.summary.includes('none')) place(values, own.key, undefined);
    else place(values, own.key, summaryOf(own, definition));
  }
  return { values, logged };
}

function summaryOf(own: KeyStatistics, definition: MetricDefinition): ExactJson {
  const asked = definition.summary.flatMap((kind): [string, number][] => {
    const value = statisticOf(own, kind, definition.goal);
    return value === null ? [] : [[kind, value]];
  });
  return asked.length === 0 ? own.last : new Map<string, ExactJson>(asked);
}

function statisticOf(
  own: KeyStatistics,
  kind: MetricSummary,
  goal: MetricDefinition['goal'],
): number | null {
  if (kind === 'first' || kind === 'last') return own[kind];
  if (kind === 'copy' || kind === 'none') return null;
  if (own.hasNaN) return Number.NaN;
  if (kind === 'best') return goal === 'maximize' ? own.max : own.min;
  return own[kind];
}

/** Sets or removes the value of a dotted key: a literal key goes before a nested one. */
function place(values: Map<string, ExactJson>, key: string, value: ExactJson | undefined): boolean {
  if (values.has(key)) {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    return true;
  }
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const member = values.get(key.slice(0, dot));
    if (member instanceof Map && place(member, key.slice(dot + 1), value)) return true;
  }
  return false;
}
