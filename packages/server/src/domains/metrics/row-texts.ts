import { decodeKey, numberText } from '@runloom/model';
import { NO_STEP, NO_TIME, pathOfForm, ROW_KEY, WHOLE } from './row-form.ts';
import { type Group, type RowRecord, readGroups } from './row-groups.ts';
import { RowIndex } from './row-index.ts';
import { RowMerger } from './row-merger.ts';

/** Rows whose records stand among the points, in the order of the history. */
export function writeSteppedRows(bytes: Uint8Array): SteppedRow[] {
  const groups = readGroups(bytes);
  const records = groups
    .filter(({ key }) => key === ROW_KEY)
    .flatMap(({ source, steps, values, forms, rests }) =>
      Array.from(steps, (step, at) => ({
        source,
        step,
        clock: values[at] ?? 0,
        form: forms.get(step) ?? '',
        rest: rests.get(step) ?? '',
      })),
    );
  if (!isOrdered(records)) records.sort(byOrder);
  const texts = write(
    records,
    groups.filter(({ key }) => key !== ROW_KEY),
  );
  return records.map(({ step }, at) => ({ step, text: texts[at] ?? '' }));
}

export interface SteppedRow {
  readonly step: bigint;
  readonly text: string;
}

function isOrdered(records: readonly RowRecord[]): boolean {
  for (let at = 1; at < records.length; at += 1) {
    const [before, after] = [records[at - 1], records[at]];
    if (before && after && byOrder(before, after) > 0) return false;
  }
  return true;
}

/** As `Scope.order` has it. */
function byOrder(a: RowRecord, b: RowRecord): number {
  if (a.step !== b.step) return a.step < b.step ? -1 : 1;
  return a.clock - b.clock || a.source - b.source;
}

/** Texts of the rows, in their order, made of their records and points. */
export const writeRows = (records: readonly RowRecord[], points: Uint8Array): string[] =>
  write(records, readGroups(points));

function write(records: readonly RowRecord[], groups: readonly Group[]): string[] {
  const rows = new RowIndex(records);
  const merger = new RowMerger();
  /** Keys that every row has, whose numbers are put in row by row. */
  const shared: { readonly member: string; readonly values: Float64Array }[] = [];
  const own = new Array<string>(records.length).fill('');
  for (const { source, key: encoded, steps, values, forms } of groups) {
    const key = decodeKey(encoded);
    const member = `,${JSON.stringify(key)}:`;
    if (forms.size === 0 && rows.areAll(source, steps)) {
      shared.push({ member, values });
      continue;
    }
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
