import { itemTexts, memberTexts } from '@runloom/model';
import type { FileBytes } from '../types.ts';
import { textOf, wholeOf } from './file-text.ts';
import { checkJson } from './json-problem.ts';
import { FileProblem, type FileRecord, RECORDS_AT_ONCE } from './record.ts';

/** One JSON text: a list of objects. */
export async function* readJsonList(bytes: FileBytes): AsyncGenerator<readonly FileRecord[]> {
  const text = await textOfWhole(await wholeOf(bytes));
  if (!text.trimStart().startsWith('[')) {
    throw new FileProblem('The file is no list of objects, such as [{"question": "…"}].');
  }
  let records: FileRecord[] = [];
  let [at, line, lineStart, count] = [0, 1, 0, 0];
  /** Places only grow, so that lines are counted once. */
  const placeOf = (place: number): string => {
    for (;;) {
      const end = text.indexOf('\n', lineStart);
      if (end < 0 || end >= place) break;
      line += 1;
      lineStart = end + 1;
    }
    return `Line ${line}, column ${place - lineStart + 1}`;
  };
  for (const item of itemTexts(text)) {
    const start = text.indexOf(item, at);
    at = start + item.length;
    checkJson(item, (within) => placeOf(start + within));
    if (!item.startsWith('{')) {
      throw new FileProblem(`${placeOf(start)}: item ${count + 1} of the list is no object.`);
    }
    count += 1;
    records.push({
      where: `row ${count}`,
      cells: new Map([...memberTexts(item)].map(([key, json]) => [key, { json }])),
    });
    if (records.length < RECORDS_AT_ONCE) continue;
    yield records;
    records = [];
  }
  const rest = text.slice(at).trim();
  if (!(count === 0 ? /^\[\s*\]$/ : /^\]$/).test(rest)) {
    const place = text.slice(at).search(/[^\s\]]/);
    throw new FileProblem(
      `${placeOf(place < 0 ? text.length : at + place)}: expected "," or the end of the list.`,
    );
  }
  yield records;
}

async function textOfWhole(whole: Uint8Array): Promise<string> {
  let text = '';
  for await (const part of textOf(once(whole))) text += part;
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
