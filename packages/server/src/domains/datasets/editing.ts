import type { DatasetEdit } from '@runloom/model';
import type { z } from 'zod';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { JsonText, Objects, TableChange } from '../objects/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { checkCell, checkRow, withCells, withColumns } from './row-text.ts';
import type { DatasetVersion } from './types.ts';

type Edit = z.output<typeof DatasetEdit>;

/** Makes the table of an edit; rows that were not touched are shared with the base. */
export function createEditor(
  objects: Pick<Objects, 'readRows' | 'updateTable' | 'queryTable' | 'writeTable'>,
) {
  return async (project: ProjectId, base: DatasetVersion, edit: Edit): Promise<string> => {
    const changes = await changesOf(objects, project, base, edit);
    const edited =
      changes.length === 0
        ? base.tableDigest
        : (await objects.updateTable(project, base.tableDigest, changes)).digest;
    if (edit.columns.length === 0) return edited;
    for (const change of edit.columns) {
      if (change.kind === 'add') checkCell(change.name, change.value);
    }
    const rows = objects.queryTable(project, edited);
    const { digest } = await objects.writeTable(project, rewritten(rows, edit.columns));
    return digest;
  };
}

async function* rewritten(
  pages: ReturnType<Objects['queryTable']>,
  changes: Edit['columns'],
): AsyncGenerator<readonly JsonText[]> {
  for await (const page of pages) {
    yield page.map(({ value, index }) => {
      const row = withColumns(value, changes);
      checkRow(row, `Row ${index}`);
      return row;
    });
  }
}

/** From the last place to the first, so that places count rows of the base throughout. */
async function changesOf(
  objects: Pick<Objects, 'readRows'>,
  project: ProjectId,
  base: DatasetVersion,
  { cells, removed, inserted }: Edit,
): Promise<readonly TableChange[]> {
  const { rowCount } = base;
  checkPlaces(rowCount, cells, removed, inserted);
  const places = cells.map(({ index }) => index);
  const old = new Map(
    (await objects.readRows(project, base.tableDigest, places)).map((row) => [row.index, row]),
  );
  const byPlace = new Map<number, TableChange[]>();
  const at = (place: number): TableChange[] => {
    const known = byPlace.get(place) ?? [];
    byPlace.set(place, known);
    return known;
  };
  for (const index of removed) at(index).push({ kind: 'pop', index });
  for (const { index, set, clear } of cells) {
    for (const [column, value] of Object.entries(set)) checkCell(column, value);
    const row = withCells(old.get(index)?.value ?? '{}', set, clear);
    checkRow(row, `Row ${index}`);
    at(index).push({ kind: 'pop', index }, { kind: 'insert', index, row });
  }
  for (const { before, rows } of inserted) {
    for (const row of rows.toReversed()) {
      checkRow(row, 'A new row');
      at(before).push({ kind: 'insert', index: before, row });
    }
  }
  return [...byPlace.keys()].toSorted((a, b) => b - a).flatMap((place) => byPlace.get(place) ?? []);
}

function checkPlaces(
  rowCount: number,
  cells: Edit['cells'],
  removed: Edit['removed'],
  inserted: Edit['inserted'],
): void {
  const touched = [...removed, ...cells.map(({ index }) => index)];
  const outside =
    touched.find((place) => place >= rowCount) ??
    inserted.find(({ before }) => before > rowCount)?.before;
  if (outside !== undefined) {
    throw invalid(`There is no row ${outside} in a dataset of ${rowCount} rows.`);
  }
  if (new Set(touched).size < touched.length) {
    throw invalid('A row is changed or removed twice in one edit.');
  }
}

/** @throws RunloomError('conflict') when somebody published a version that the editor has not seen */
export function refuseUnseen(known: string | undefined, newest: DatasetVersion): void {
  const { digest, versionIndex } = newest.object;
  if (known === undefined || known === digest) return;
  throw new RunloomError(
    'conflict',
    `Version v${versionIndex} was published meanwhile. Look at what changed, then publish again on top of it.`,
    { data: { digest, versionIndex } },
  );
}
