import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeEdits,
  type EditAction,
  NO_EDITS,
  reduceEdits,
  rowAt,
  shownColumns,
  toDatasetEdit,
} from './edits.ts';

const after = (...actions: readonly EditAction[]) => actions.reduce(reduceEdits, NO_EDITS);

describe('edits of a dataset', () => {
  it('are shown where they are put', () => {
    const { now } = after(
      { kind: 'insert row', place: 1, cells: new Map([['a', '1']]) },
      { kind: 'insert row', place: 1, cells: new Map([['a', '0']]) },
      { kind: 'insert row', place: 4 },
    );
    expect([0, 1, 2, 3, 4, 5].map((place) => rowAt(now, place))).toEqual([
      { kind: 'base', index: 0 },
      { kind: 'inserted', at: 0 },
      { kind: 'inserted', at: 1 },
      { kind: 'base', index: 1 },
      { kind: 'inserted', at: 2 },
      { kind: 'base', index: 2 },
    ]);
    expect(toDatasetEdit(now, 'base', 'last').inserted).toEqual([
      { before: 1, rows: ['{"a":0}', '{"a":1}'] },
      { before: 2, rows: ['{}'] },
    ]);
  });

  it('show each row once, wherever rows are put in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { maxLength: 8 }),
        fc.integer({ min: 0, max: 6 }),
        (places, rowCount) => {
          let history = NO_EDITS;
          places.forEach((place, at) => {
            history = reduceEdits(history, {
              kind: 'insert row',
              place: Math.min(place, rowCount + at),
            });
          });
          const shown = Array.from({ length: rowCount + places.length }, (_, place) =>
            rowAt(history.now, place),
          );
          const of = (kind: string) =>
            shown.flatMap((row) =>
              row.kind !== kind ? [] : row.kind === 'base' ? [row.index] : [row.at],
            );
          expect(of('base')).toEqual(Array.from({ length: rowCount }, (_, index) => index));
          expect(of('inserted')).toEqual(places.map((_, index) => index));
        },
      ),
    );
  });

  it('are taken back and done again', () => {
    const first = after({
      kind: 'set cells',
      cells: [{ row: { kind: 'base', index: 3 }, column: 'a', json: '1.0' }],
      rowCount: 9,
    });
    const second = reduceEdits(first, { kind: 'toggle row', row: { kind: 'base', index: 4 } });
    expect(describeEdits(second.now)).toBe('1 cell changed, 1 row removed');
    const undone = reduceEdits(second, { kind: 'undo' });
    expect(undone.now).toBe(first.now);
    expect(reduceEdits(undone, { kind: 'redo' }).now).toBe(second.now);
    expect(describeEdits(after({ kind: 'undo' }).now)).toBeNull();
  });

  it('leave out cells of rows that are removed', () => {
    const { now } = after(
      {
        kind: 'set cells',
        cells: [{ row: { kind: 'base', index: 3 }, column: 'a', json: '1' }],
        rowCount: 9,
      },
      { kind: 'toggle row', row: { kind: 'base', index: 3 } },
    );
    expect(toDatasetEdit(now, 'b', 'l')).toMatchObject({ cells: [], removed: [3] });
  });

  it('change a column once: added and removed is nothing', () => {
    const added: EditAction = {
      kind: 'change column',
      change: { kind: 'add', name: 'c', value: '1' },
    };
    const removed: EditAction = { kind: 'change column', change: { kind: 'remove', name: 'c' } };
    expect(after(added, removed).now.columns).toEqual([]);
    const { now } = after(
      added,
      { kind: 'change column', change: { kind: 'rename', name: 'a', to: 'x' } },
      { kind: 'change column', change: { kind: 'rename', name: 'a', to: 'y' } },
      { kind: 'change column', change: { kind: 'remove', name: 'b' } },
    );
    expect(shownColumns(['a', 'b'], now)).toEqual([
      { source: 'a', name: 'y', isNew: false },
      { source: 'c', name: 'c', isNew: true },
    ]);
  });
});
