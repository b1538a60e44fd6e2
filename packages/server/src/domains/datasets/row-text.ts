import { canonicalJson, memberTexts, objectText } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { JsonText } from '../objects/index.ts';

/** What is done to each row of a dataset. */
export type ColumnChange =
  | { readonly kind: 'add'; readonly name: string; readonly value: JsonText }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string };

/** A row with other values in some columns; all else keeps its text, so that `1.0` stays `1.0`. */
export function withCells(
  row: JsonText,
  set: Readonly<Record<string, JsonText>>,
  clear: readonly string[],
): JsonText {
  const members = new Map(memberTexts(row));
  for (const name of clear) members.delete(name);
  for (const [name, value] of Object.entries(set)) members.set(name, value);
  return objectText(members);
}

/** A row after changes of columns. One that has a column already is not given it again. */
export function withColumns(row: JsonText, changes: readonly ColumnChange[]): JsonText {
  let members = new Map(memberTexts(row));
  for (const change of changes) {
    if (change.kind === 'remove') members.delete(change.name);
    else if (change.kind === 'add') {
      if (!members.has(change.name)) members.set(change.name, change.value);
    } else if (members.has(change.name) && change.name !== change.to) {
      if (members.has(change.to)) {
        throw invalid(
          `"${change.name}" can't be called "${change.to}": there are rows with both columns.`,
        );
      }
      members = new Map(
        [...members].map(([name, value]) => [name === change.name ? change.to : name, value]),
      );
    }
  }
  return objectText(members);
}

/** @throws RunloomError('invalid') that names the column, for what is no JSON */
export function checkCell(column: string, value: JsonText): void {
  try {
    canonicalJson(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(`The value of "${column}" is no JSON: ${error.message}.`);
  }
}

/** @throws RunloomError('invalid') for a row without columns, which the Python client refuses */
export function checkRow(row: JsonText, what: string): void {
  if (/^\s*\{\s*\}\s*$/.test(row)) throw invalid(`${what} has no columns.`);
}
