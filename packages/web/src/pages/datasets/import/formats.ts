import type { DatasetFormat } from '@runloom/model';
import type { Choice } from '../../../components/select-field.tsx';

export const FORMATS: readonly Choice<DatasetFormat>[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'tsv', label: 'TSV' },
  { value: 'json', label: 'JSON, a list' },
  { value: 'jsonl', label: 'JSON lines' },
  { value: 'parquet', label: 'Parquet' },
];

/** By the end of its name; CSV where that tells nothing. */
export function formatOf(fileName: string): DatasetFormat {
  const end = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (end === 'tsv' || end === 'tab') return 'tsv';
  if (end === 'json') return 'json';
  if (end === 'jsonl' || end === 'ndjson') return 'jsonl';
  return end === 'parquet' || end === 'pq' ? 'parquet' : 'csv';
}

/** A name for the dataset, of characters that names may have. */
export const nameOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 128);
