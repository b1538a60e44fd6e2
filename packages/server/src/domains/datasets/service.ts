import { invalid, notFound } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Project } from '../projects/index.ts';
import { newDatasetText, tableDigestOf, withRows } from './dataset-text.ts';
import { createEditor, refuseUnseen } from './editing.ts';
import { previewFile } from './files/preview.ts';
import { readRecords } from './files/read-records.ts';
import { rowsOfRecords } from './files/rows.ts';
import { checkParts, describePart, partOf } from './splitting.ts';
import type { Datasets, DatasetVersion, PublishedDataset } from './types.ts';

const CLASS = 'Dataset';

/** Datasets over the objects and tables of a project. */
export function createDatasets({ objects }: { readonly objects: Objects }): Datasets {
  const makeTable = createEditor(objects);

  const read: Datasets['read'] = async (project, name, version) => {
    const object = await objects.read(project.id, name, version, {
      kind: 'object',
      includesLabels: true,
    });
    if (object.baseClass !== CLASS && object.leafClass !== CLASS) {
      throw invalid(`"${name}" is no dataset, but of the class ${object.leafClass ?? 'of none'}.`);
    }
    const tableDigest = tableDigestOf(object.value.trim(), project);
    const [table] = tableDigest === null ? [] : await objects.tables(project.id, [tableDigest]);
    if (table === undefined) throw invalid(`The rows of "${name}" never came to this project.`);
    return { object, tableDigest: table.digest, rowCount: table.rowCount };
  };

  /** The newest version; null when the name is free, or all of its versions were removed. */
  async function newest(project: Project, name: string): Promise<DatasetVersion | null> {
    const [known] = await objects.query(project.id, {
      filter: { names: [name], kind: 'object', latestOnly: true },
      metadataOnly: true,
      limit: 1,
    });
    return known === undefined ? null : read(project, name, known.digest);
  }

  async function publish(
    actor: Actor,
    project: Project,
    name: string,
    table: { digest: string; rowCount: number; duplicateCount: number | null },
    base: DatasetVersion | null,
    description?: string | null,
  ): Promise<PublishedDataset> {
    if (table.rowCount === 0) throw invalid('A dataset needs a row at least.');
    const value =
      base === null
        ? newDatasetText(project, name, table.digest, description ?? null)
        : withRows(base.object.value.trim(), project, table.digest, description);
    const made = await objects.create(actor, project.id, { name, value });
    return {
      ...made,
      rowCount: table.rowCount,
      duplicateCount: table.duplicateCount,
    };
  }

  const publishRows: Datasets['publishRows'] = async (actor, project, name, mode, rows) => {
    const base = await newest(project, name);
    if (mode === 'create' && base !== null) {
      throw invalid(`There is a dataset "${name}" already. Take another name, or add to it.`);
    }
    if (mode !== 'create' && base === null) throw notFound(`The dataset "${name}"`);
    const written = await objects.writeTable(project.id, rows);
    const table =
      mode === 'append' && base !== null
        ? await objects.appendTable(project.id, base.tableDigest, written.digest)
        : written;
    return publish(actor, project, name, table, base);
  };

  return {
    read,
    publishRows,

    async edit(actor, project, name, edit) {
      const [base, last] = [await read(project, name, edit.base), await newest(project, name)];
      if (last !== null) refuseUnseen(edit.latest, last);
      const digest = await makeTable(project.id, base, edit);
      const [table] = await objects.tables(project.id, [digest]);
      const made = { digest, rowCount: table?.rowCount ?? 0, duplicateCount: null };
      return publish(actor, project, name, made, base, edit.description);
    },

    async compare(project, name, from, to) {
      const [first, second] = [await read(project, name, from), await read(project, name, to)];
      const difference = await objects.compareTables(
        project.id,
        first.tableDigest,
        second.tableDigest,
      );
      return { from: first, to: second, difference };
    },

    readRows: (project, tableDigest, places) => objects.readRows(project.id, tableDigest, places),
    streamRows: (project, { tableDigest }) => objects.queryTable(project.id, tableDigest),
    preview: (format, bytes) => previewFile(format, readRecords(format, bytes)),

    async importFile(actor, project, name, { format, columns, mode, bytes }) {
      const rows = rowsOfRecords(readRecords(format, bytes), columns);
      return publishRows(actor, project, name, mode, rows);
    },

    async split(actor, project, name, { version, seed, parts }) {
      checkParts(parts);
      const source = await read(project, name, version);
      const tables = [];
      for (const [index, part] of parts.entries()) {
        const isWanted = (digest: string): boolean => partOf(digest, seed, parts) === index;
        const table = await objects.filterTable(project.id, source.tableDigest, isWanted);
        if (table.rowCount === 0) {
          throw invalid(
            `The part "${part.name}" would have no rows. Give it a larger share, or take another seed.`,
          );
        }
        tables.push({ part, table });
      }
      const published: PublishedDataset[] = [];
      for (const { part, table } of tables) {
        const partName = `${name}-${part.name}`;
        const described = describePart(`${name}:v${source.object.versionIndex}`, part, parts, seed);
        const made = { ...table, duplicateCount: null };
        const base = await newest(project, partName);
        published.push(await publish(actor, project, partName, made, base, described));
      }
      return published;
    },
  };
}
