import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableChange } from '../types.ts';
import { applyChanges } from './edits.ts';
import { decodeSpans, encodeSpans, joinSpans, rowCountOf, type Span, sliceSpans } from './spans.ts';

/** Rows of stretches, each told by its chunk and place. */
const rowsOf = (spans: readonly Span[]): string[] =>
  spans.flatMap(({ chunk, from, count }) =>
    Array.from({ length: count }, (_, at) => `${chunk}/${from + at}`),
  );

const span = fc.record({
  chunk: fc.integer({ min: 1, max: 4 }),
  from: fc.nat(5),
  count: fc.integer({ min: 1, max: 6 }),
});
const spans = fc.array(span, { maxLength: 6 });

describe('stretches of chunks', () => {
  it('are the same rows however they are joined, kept and cut', () => {
    fc.assert(
      fc.property(spans, fc.nat(20), fc.nat(20), (some, offset, limit) => {
        expect(rowsOf(joinSpans(some))).toEqual(rowsOf(some));
        expect(decodeSpans(encodeSpans(some))).toEqual(some);
        expect(rowsOf(sliceSpans(some, offset, limit))).toEqual(
          rowsOf(some).slice(offset, offset + limit),
        );
      }),
    );
  });

  it('are edited as a list of rows is', () => {
    const edit = fc.record({
      kind: fc.constantFrom('append', 'pop', 'insert'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      isFromEnd: fc.boolean(),
    });
    fc.assert(
      fc.property(spans, fc.array(edit, { maxLength: 12 }), (base, edits) => {
        const expected = rowsOf(base);
        const changes: TableChange[] = [];
        let added = 0;
        for (const { kind, at, isFromEnd } of edits) {
          if (kind === 'pop' && expected.length === 0) continue;
          const last = kind === 'pop' ? expected.length - 1 : expected.length;
          const place = Math.round(at * last);
          const index = isFromEnd && place < expected.length ? place - expected.length : place;
          if (kind === 'pop') {
            changes.push({ kind, index });
            expected.splice(place, 1);
            continue;
          }
          const row = `9/${added}`;
          added += 1;
          if (kind === 'append') changes.push({ kind: 'append', row });
          else changes.push({ kind: 'insert', index, row });
          expected.splice(kind === 'append' ? expected.length : place, 0, row);
        }
        const fresh = added === 0 ? [] : [{ chunk: 9, from: 0, count: added }];
        const edited = applyChanges(base, changes, fresh);
        expect(rowsOf(edited)).toEqual(expected);
        expect(rowCountOf(edited)).toBe(expected.length);
      }),
    );
  });
});
