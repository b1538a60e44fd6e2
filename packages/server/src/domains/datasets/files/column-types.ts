import { canonicalJson, type DatasetColumnType } from '@runloom/model';
import type { JsonText } from '../../objects/index.ts';
import type { FileCell } from './record.ts';

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const NOT_A_NUMBER = /^nan$/i;
const BOOLEAN = /^(?:true|false)$/i;

/**
 * The JSON of a cell, or what it is not. An empty text is nothing where something else than a text is
 * wanted.
 */
export function readCell(
  cell: FileCell,
  type: DatasetColumnType,
): { readonly json: JsonText } | { readonly problem: string } {
  if ('json' in cell) return readTyped(cell.json, type);
  const text = cell.text;
  if (type === 'text' || type === 'as is') return { json: JSON.stringify(text) };
  const plain = text.trim();
  if (plain === '') return { json: 'null' };
  if (type === 'number') {
    if (NUMBER.test(plain)) return { json: plain };
    return NOT_A_NUMBER.test(plain) ? { json: 'null' } : { problem: `${shown(text)} is no number` };
  }
  if (type === 'boolean') {
    if (BOOLEAN.test(plain)) return { json: plain.toLowerCase() };
    return { problem: `${shown(text)} is neither true nor false` };
  }
  return isJson(plain) ? { json: plain } : { problem: `${shown(text)} is no JSON` };
}

/** What came with a type keeps it, unless it is wanted as a text. */
function readTyped(json: JsonText, type: DatasetColumnType): { readonly json: JsonText } {
  const isText = json.charCodeAt(0) === 34 || json === 'null';
  return { json: type === 'text' && !isText ? JSON.stringify(json) : json };
}

const shown = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

function isJson(text: string): boolean {
  try {
    canonicalJson(text);
    return true;
  } catch {
    return false;
  }
}

/** Finds the type that all cells of a column can have. */
export class ColumnTypeGuess {
  emptyCount = 0;
  private isTyped = false;
  private couldBe = { number: true, boolean: true, json: true };
  private filledCount = 0;

  add(cell: FileCell): void {
    if ('json' in cell) {
      this.isTyped = true;
      if (cell.json === 'null') this.emptyCount += 1;
      return;
    }
    const plain = cell.text.trim();
    if (plain === '') {
      this.emptyCount += 1;
      return;
    }
    this.filledCount += 1;
    const { couldBe } = this;
    if (couldBe.number && !NUMBER.test(plain) && !NOT_A_NUMBER.test(plain)) couldBe.number = false;
    if (couldBe.boolean && !BOOLEAN.test(plain)) couldBe.boolean = false;
    if (couldBe.json && !(/^[[{]/.test(plain) && isJson(plain))) couldBe.json = false;
  }

  get type(): DatasetColumnType {
    if (this.isTyped) return 'as is';
    if (this.filledCount === 0) return 'text';
    const { number, boolean, json } = this.couldBe;
    return boolean ? 'boolean' : number ? 'number' : json ? 'json' : 'text';
  }
}
