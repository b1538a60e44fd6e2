import { invalid } from '../../../platform/errors.ts';
import type { TableChange } from '../types.ts';
import { joinSpans, rowCountOf, type Span, sliceSpans } from './spans.ts';

/**
 * What a table is made of after the changes, in their order. `rows` are the stretches of the rows
 * that came, one after the other as the changes name them.
 * @throws RunloomError('invalid') for a place that there is not
 */
export function applyChanges(
  base: readonly Span[],
  changes: readonly TableChange[],
  rows: readonly Span[],
): Span[] {
  const spans = [...base];
  let rowCount = rowCountOf(base);
  const fresh = singleRows(rows);
  for (const change of changes) {
    if (change.kind === 'pop') {
      const place = placeOf(change.index, rowCount - 1, rowCount);
      cut(spans, place);
      cut(spans, place + 1);
      spans.splice(indexAt(spans, place), 1);
      rowCount -= 1;
      continue;
    }
    const row = fresh.next().value;
    if (row === undefined) throw new Error('A change names a row that did not come.');
    if (change.kind === 'append') spans.push(row);
    else {
      const place = placeOf(change.index, rowCount, rowCount);
      cut(spans, place);
      spans.splice(indexAt(spans, place), 0, row);
    }
    rowCount += 1;
  }
  return joinSpans(spans);
}

/** As Python's lists: counted from the end when it is negative. */
function placeOf(index: number, last: number, rowCount: number): number {
  const place = index < 0 ? index + rowCount : index;
  if (Number.isInteger(index) && place >= 0 && place <= last) return place;
  throw invalid(`There is no row ${index} in a table of ${rowCount} rows.`);
}

/** Index of the stretch that begins at this row; one past the last at the end. */
function indexAt(spans: readonly Span[], row: number): number {
  let [index, at] = [0, 0];
  for (const { count } of spans) {
    if (at >= row) break;
    at += count;
    index += 1;
  }
  return index;
}

/** Makes a stretch begin at this row. */
function cut(spans: Span[], row: number): void {
  let at = 0;
  for (const [index, span] of spans.entries()) {
    if (at + span.count <= row) {
      at += span.count;
      continue;
    }
    if (at === row) return;
    const length = row - at;
    spans.splice(
      index,
      1,
      ...sliceSpans([span], 0, length),
      ...sliceSpans([span], length, span.count),
    );
    return;
  }
}

function* singleRows(spans: readonly Span[]): Generator<Span, undefined> {
  for (const { chunk, from, count } of spans) {
    for (let at = 0; at < count; at += 1) yield { chunk, from: from + at, count: 1 };
  }
  return undefined;
}
