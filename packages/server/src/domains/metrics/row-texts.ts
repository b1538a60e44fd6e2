import { decodeKey, numberText } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { HistorySource } from '../runs/index.ts';
import { RowBinaryReader } from './row-binary.ts';
import { IN_REST, NO_STEP, NO_TIME, pathOfForm, SQL_ROW_KEY, WHOLE } from './row-form.ts';
import { RowMerger } from './row-merger.ts';
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

/** Which points are asked for beside the records: those of a range, or of single steps. */
export interface PointSelection {
  /** A condition on `step`, and further ones. */
  readonly where: string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

/** Points of some rows, key by key, as the engine gives them. */
export async function selectPoints(
  columns: ColumnStore,
  scope: Scope,
  selection: PointSelection,
): Promise<Uint8Array> {
  return columns.queryBytes(
    {
      sql: `SELECT run, toString(key), groupArray(step), groupArray(value),
          groupArrayIf(step, form != ''), groupArrayIf(toString(form), form != '')
        FROM ${scope.points}
        WHERE ${scope.where} AND ${selection.where} AND key != ${SQL_ROW_KEY}
          AND form != '${IN_REST}'
        GROUP BY run, key ORDER BY run, key`,
      params: { ...scope.params, ...selection.params },
    },
    'RowBinary',
  );
}

/** Texts of the rows, in their order, made of their records and points. */
export function writeRows(records: readonly RowRecord[], points: Uint8Array): string[] {
  const rows = new RowIndex(records);
  const merger = new RowMerger();
  const reader = new RowBinaryReader(points);
  /** Keys that every row has, whose numbers are put in row by row. */
  const shared: { readonly member: string; readonly values: Float64Array }[] = [];
  const own = new Array<string>(records.length).fill('');
  while (!reader.done) {
    const source = reader.number64();
    const key = decodeKey(reader.text());
    const steps = reader.int64Array();
    const values = reader.float64Array();
    const formSteps = reader.int64Array();
    const formTexts = reader.textArray();
    const member = `,${JSON.stringify(key)}:`;
    if (formTexts.length === 0 && rows.areAll(source, steps)) {
      shared.push({ member, values });
      continue;
    }
    const forms = new Map(Array.from(formSteps, (step, at) => [step, formTexts[at] ?? '']));
    const find = rows.walk(source);
    for (let at = 0; at < steps.length; at += 1) {
      const row = find(steps, at);
      if (row < 0) continue;
      const value = values[at] as number;
      const form = forms.size === 0 ? undefined : forms.get(steps[at] as bigint);
      if (form === undefined) own[row] += member + plainText(value);
      else {
        const { path, isFloat } = pathOfForm(key, form);
        const text = isFloat ? floatText(value) : plainText(value);
        if (path.length === 1) own[row] += member + text;
        else merger.add(row, path, text);
      }
    }
  }
  return records.map((record, row) => {
    if (record.form === WHOLE) return record.rest;
    let members = openingOf(record);
    for (const { member, values } of shared) members += member + plainText(values[row] as number);
    members += own[row] + merger.text(row);
    const rest = record.rest === '' ? '}' : `,${record.rest.slice(1)}`;
    // Each member has a comma before it; the step comes first, and without one.
    if (!record.form.includes(NO_STEP)) return `{${members}${rest}`;
    return `{${(members + rest).replace(/^,/, '')}`;
  });
}

function openingOf({ form, step, clock }: RowRecord): string {
  const placeText = form.includes(NO_STEP) ? '' : `"_step":${stepText(step)}`;
  return form.includes(NO_TIME) ? placeText : `${placeText},"_timestamp":${plainText(clock)}`;
}

/** Many times faster by way of a number. */
function stepText(step: bigint): string {
  const number = Number(step);
  return Number.isSafeInteger(number) ? String(number) : step.toString();
}

/** A whole number without a point, as long as integers hold it. */
function plainText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return Math.abs(value) < Number.MAX_SAFE_INTEGER ? String(value) : numberText(value);
}

/** A whole number with a point. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isSafeInteger(value) ? `${value}.0` : numberText(value);
}

/** Finds rows by source and step. */
class RowIndex {
  /** Steps of each source in ascending order, and the rows they belong to. */
  private readonly bySource = new Map<HistorySource, { steps: BigInt64Array; rows: Uint32Array }>();

  private readonly count: number;

  constructor(records: readonly RowRecord[]) {
    this.count = records.length;
    const places = new Map<HistorySource, number[]>();
    for (const [row, { source }] of records.entries()) {
      const known = places.get(source);
      if (known === undefined) places.set(source, [row]);
      else known.push(row);
    }
    for (const [source, rows] of places) {
      this.bySource.set(source, {
        steps: BigInt64Array.from(rows, (row) => records[row]?.step ?? 0n),
        rows: Uint32Array.from(rows),
      });
    }
  }

  /** Whether these are the steps of all rows there are, in their order. */
  areAll(source: HistorySource, steps: BigInt64Array): boolean {
    const known = this.bySource.get(source);
    if (known?.steps.length !== this.count || steps.length !== this.count) return false;
    return bytesOf(known.steps).equals(bytesOf(steps));
  }

  /** A finder for steps that mostly come in order; it gives −1 for a step without a row. */
  walk(source: HistorySource): (steps: BigInt64Array, at: number) => number {
    const known = this.bySource.get(source);
    if (known === undefined) return () => -1;
    const { rows } = known;
    // Compared as halves: many times faster than as bigint.
    const own = new Int32Array(known.steps.buffer);
    let next = 0;
    let asked: BigInt64Array | null = null;
    let halves: Int32Array = new Int32Array(0);
    return (steps, at) => {
      if (steps !== asked) {
        asked = steps;
        halves = new Int32Array(steps.buffer, steps.byteOffset, steps.length * 2);
      }
      const low = halves[at * 2];
      const high = halves[at * 2 + 1];
      if (own[next * 2] !== low || own[next * 2 + 1] !== high) {
        next = placeOf(known.steps, steps[at] as bigint);
        if (next < 0) {
          next = 0;
          return -1;
        }
      }
      const row = rows[next] as number;
      next += 1;
      return row;
    };
  }
}

/** Place of a step in an ascending list; −1 when it is not there. */
function placeOf(steps: BigInt64Array, step: bigint): number {
  let low = 0;
  let high = steps.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = steps[middle] as bigint;
    if (found === step) return middle;
    if (found < step) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const bytesOf = (steps: BigInt64Array): Buffer =>
  Buffer.from(steps.buffer, steps.byteOffset, steps.byteLength);
