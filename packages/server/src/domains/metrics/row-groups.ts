import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { HistorySource } from '../runs/index.ts';
import { RowBinaryReader } from './row-binary.ts';
import { IN_REST, SQL_ROW_KEY } from './row-form.ts';
import type { Scope } from './scope.ts';

/** What the store keeps of a row beside its points. */
export interface RowRecord {
  readonly source: HistorySource;
  readonly step: bigint;
  /** Client clock, seconds. */
  readonly clock: number;
  readonly form: string;
  readonly rest: string;
}

/** Columns of a record, in the order in which `readRecords` reads them. */
export const RECORD_COLUMNS = 'run, step, value, toString(form), rest';

export function readRecords(bytes: Uint8Array): RowRecord[] {
  const reader = new RowBinaryReader(bytes);
  const records: RowRecord[] = [];
  while (!reader.done) {
    records.push({
      source: reader.number64(),
      step: reader.int64(),
      clock: reader.float64(),
      form: reader.text(),
      rest: reader.text(),
    });
  }
  return records;
}

/** Which points are asked for: those of a range, or of single steps. */
export interface PointSelection {
  /** A condition on `step`, and further ones. */
  readonly where: string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

/** Points of some rows, key by key, as the engine gives them; records are one of the keys. */
export async function selectPoints(
  columns: ColumnStore,
  scope: Scope,
  selection: PointSelection,
  withRecords = false,
): Promise<Uint8Array> {
  const ofPoints = withRecords ? '' : `AND key != ${SQL_ROW_KEY}`;
  const rests = withRecords
    ? `groupArrayIf(step, rest != ''), groupArrayIf(rest, rest != '')`
    : '[], []';
  return columns.queryBytes(
    {
      sql: `SELECT run, toString(key), groupArray(step), groupArray(value),
          groupArrayIf(step, form != ''), groupArrayIf(toString(form), form != ''), ${rests}
        FROM ${scope.points}
        WHERE ${scope.where} AND ${selection.where} ${ofPoints} AND form != '${IN_REST}'
        GROUP BY run, key`,
      params: { ...scope.params, ...selection.params },
    },
    'RowBinary',
  );
}

/** All numbers of one key in one source. */
export interface Group {
  readonly source: HistorySource;
  readonly key: string;
  readonly steps: BigInt64Array;
  readonly values: Float64Array;
  /** Of the few points that have one. */
  readonly forms: ReadonlyMap<bigint, string>;
  readonly rests: ReadonlyMap<bigint, string>;
}

const NONE: ReadonlyMap<bigint, string> = new Map();

/** Takes the engine's answer apart, keys in the order of their texts. */
export function readGroups(bytes: Uint8Array): Group[] {
  const reader = new RowBinaryReader(bytes);
  const pairs = (): ReadonlyMap<bigint, string> => {
    const steps = reader.int64Array();
    const texts = reader.textArray();
    return texts.length === 0 ? NONE : new Map(texts.map((text, at) => [steps[at] ?? 0n, text]));
  };
  const groups: Group[] = [];
  while (!reader.done) {
    groups.push({
      source: reader.number64(),
      key: reader.text(),
      steps: reader.int64Array(),
      values: reader.float64Array(),
      forms: pairs(),
      rests: pairs(),
    });
  }
  return groups.sort((a, b) => a.source - b.source || (a.key < b.key ? -1 : 1));
}
