import type { ExactJson } from '../exact-json.ts';
import type { MetricDefinition, MetricSummary } from './types.ts';

/** Numbers of the fields of the client's `MetricRecord`; it writes them as names of members. */
const FIELD = { name: '1', glob: '2', stepName: '4', stepIndex: '5' } as const;
const OPTIONS = '6';
const SUMMARY = '7';
const GOAL = '8';

const STEP_SYNC = 1;
const HIDDEN = 2;

/** By number of the field in the client's `MetricSummary`. */
const SUMMARIES: readonly (MetricSummary | undefined)[] = [
  undefined,
  'min',
  'max',
  'mean',
  'best',
  'last',
  'none',
  'copy',
  'first',
];

/**
 * Reads the definitions that the client keeps in the config of a run, `_wandb.value.m`: a list of
 * objects whose members are named by the numbers of protobuf fields. A step metric is named by its
 * 1-based place in the list, or by name. What can't be read is left out.
 */
export function metricDefinitionsOf(config: ExactJson): readonly MetricDefinition[] {
  const records = encodedDefinitionsOf(config);
  return records.flatMap((record) => readDefinition(record, records) ?? []);
}

/** The records themselves, as the client wrote them. */
export function encodedDefinitionsOf(config: ExactJson): readonly ExactJson[] {
  const wandb = config instanceof Map ? config.get('_wandb') : undefined;
  const inner = wandb instanceof Map ? (wandb.get('value') ?? wandb) : undefined;
  const records = inner instanceof Map ? inner.get('m') : undefined;
  return Array.isArray(records) ? records : [];
}

function readDefinition(record: ExactJson, records: readonly ExactJson[]): MetricDefinition | null {
  if (!(record instanceof Map)) return null;
  const name = textAt(record, FIELD.name);
  const glob = name === null ? textAt(record, FIELD.glob) : null;
  const key = name === null ? glob?.replace(/\*$/, '') : name;
  if (key === undefined) return null;
  const options = numbersAt(record, OPTIONS);
  const goal = record.get(GOAL);
  return {
    key: unescapeDots(key),
    isGlob: name === null,
    stepMetric: stepMetricOf(record, records),
    stepSync: options.includes(STEP_SYNC),
    hidden: options.includes(HIDDEN),
    summary: numbersAt(record, SUMMARY).flatMap((number) => SUMMARIES[number] ?? []),
    goal: goal === 1 ? 'minimize' : goal === 2 ? 'maximize' : null,
  };
}

function stepMetricOf(
  record: ReadonlyMap<string, ExactJson>,
  records: readonly ExactJson[],
): string | null {
  const name = stepNameOf(record, records);
  return name === null ? null : unescapeDots(name);
}

/** The name of the step metric as the client wrote it. */
function stepNameOf(
  record: ReadonlyMap<string, ExactJson>,
  records: readonly ExactJson[],
): string | null {
  const index = record.get(FIELD.stepIndex);
  if (typeof index === 'number' && index >= 1) {
    const step = records[index - 1];
    return step instanceof Map ? textAt(step, FIELD.name) : null;
  }
  return textAt(record, FIELD.stepName);
}

function textAt(record: ReadonlyMap<string, ExactJson>, field: string): string | null {
  const value = record.get(field);
  return typeof value === 'string' && value !== '' ? value : null;
}

function numbersAt(record: ReadonlyMap<string, ExactJson>, field: string): readonly number[] {
  const value = record.get(field);
  return Array.isArray(value) ? value.filter((number) => typeof number === 'number') : [];
}

/** A dot that is part of a name is written `\.`; in a dotted key both dots look the same. */
const unescapeDots = (name: string): string => name.replaceAll('\\.', '.');

/**
 * Definitions of two processes of one run as one list, the second one's winning. Step metrics are
 * named instead of numbered, since their places change.
 */
export function mergeEncodedDefinitions(
  known: readonly ExactJson[],
  sent: readonly ExactJson[],
): readonly ExactJson[] {
  const merged = new Map<string, ExactJson>();
  for (const records of [known, sent]) {
    for (const record of records) {
      if (!(record instanceof Map)) continue;
      const name = textAt(record, FIELD.name);
      const id = name === null ? `glob ${textAt(record, FIELD.glob)}` : `name ${name}`;
      const step = stepNameOf(record, records);
      const named = new Map(record);
      named.delete(FIELD.stepIndex);
      if (step !== null) named.set(FIELD.stepName, step);
      merged.set(id, named);
    }
  }
  return [...merged.values()];
}
