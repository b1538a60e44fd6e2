import type { Generated } from 'kysely';
import type { RunTable } from '../row.ts';

/** What the rooms of the search read and write; users, owners and projects belong to others and are only read. */
export type SearchTables = {
  runs: RunTable;
  run_paths: RunPathTable;
  run_values: RunValueTable;
  users: { id: number; username: string };
  projects: { id: number; entity_id: number; name: string };
  entities: { id: number; name: string };
};

type RunPathTable = {
  id: Generated<number>;
  project_id: number;
  source: PathSource;
  path: string;
};

/**
 * A config, a summary, an attribute of the run itself, a tag; the least and the greatest value of a
 * metric.
 */
export type PathSource = 'c' | 's' | 'r' | 't' | 'm' | 'x';

/** Of metrics, as lists can be sorted by them. */
export const EXTREMES = ['min', 'max'] as const;

export type RunValueTable = {
  run_id: number;
  path_id: number;
  kind: number;
  number: number;
  text: string;
  long_text: string | null;
  /** Of extremes: the heartbeat up to which points were looked at. Other rows have none. */
  mark?: number | null | undefined;
};

/** Values of `run_values.kind`; those that can be sorted come first, in the order of the list. */
export const KIND = { number: 0, text: 1, nan: 2, null: 3, object: 4, list: 5 } as const;
