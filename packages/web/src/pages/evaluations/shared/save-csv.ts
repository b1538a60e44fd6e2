import { type CsvTable, toCsv } from '../../../panels/analysis/csv.ts';
import { saveFile } from '../../../panels/line/panel-export.ts';

/** Has the browser save a table as a file. */
export const saveCsv = (name: string, table: CsvTable): void =>
  saveFile(name, new Blob([toCsv(table)], { type: 'text/csv' }));
