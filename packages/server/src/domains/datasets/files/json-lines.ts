import { memberTexts } from '@runloom/model';
import type { FileBytes } from '../types.ts';
import { textOf } from './file-text.ts';
import { checkJson } from './json-problem.ts';
import { FileProblem, type FileRecord } from './record.ts';

/** JSON objects, one a line; empty lines are left out. */
export async function* readJsonLines(bytes: FileBytes): AsyncGenerator<readonly FileRecord[]> {
  let waiting = '';
  let line = 0;
  const recordsOf = (lines: readonly string[]): FileRecord[] =>
    lines.flatMap((text) => {
      line += 1;
      const plain = line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
      return plain.trim() === '' ? [] : recordOf(plain, line);
    });
  for await (const text of textOf(bytes)) {
    const lines = (waiting + text).split('\n');
    waiting = lines.pop() ?? '';
    if (lines.length > 0) yield recordsOf(lines);
  }
  yield recordsOf([waiting]);
}

function recordOf(text: string, line: number): FileRecord {
  checkJson(text, (at) => `Line ${line}, character ${at + 1}`);
  if (!text.trimStart().startsWith('{')) {
    throw new FileProblem(`Line ${line} is no JSON object, such as {"question": "…"}.`);
  }
  return {
    where: `line ${line}`,
    cells: new Map([...memberTexts(text)].map(([key, json]) => [key, { json }])),
  };
}
