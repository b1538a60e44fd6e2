import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { ProjectId } from '../../projects/index.ts';
import type { PathSource, SearchTables } from './tables.ts';

/** Paths looked up or made with one statement; bounds its parameters. */
const PATHS_AT_ONCE = 300;
/** Paths remembered over all projects; a run with 100,000 keys must not fill the memory for good. */
const REMEMBERED = 200_000;

interface Path {
  readonly source: PathSource;
  readonly path: string;
}

/** The numbers by which paths are known; a path keeps its number for ever. */
export interface PathRegistry {
  /** Makes those that are new. The answer knows the number of each one that was asked for. */
  idsOf(
    transaction: Transaction<SearchTables>,
    projectId: ProjectId,
    paths: readonly Path[],
  ): Promise<{ get(path: Path): number }>;
}

export function createPathRegistry(): PathRegistry {
  const known = new Map<string, number>();

  return {
    async idsOf(transaction, projectId, paths) {
      const keyOf = ({ source, path }: Path): string => `${projectId} ${source}${path}`;
      const found = new Map<string, number>();
      const missing = new Map<string, Path>();
      for (const path of paths) {
        const key = keyOf(path);
        const id = known.get(key);
        if (id === undefined) missing.set(key, path);
        else found.set(key, id);
      }
      // Always in the same order, so that two servers never wait for each other in a circle.
      const list = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
      for (let start = 0; start < list.length; start += PATHS_AT_ONCE) {
        if (start > 0) await nextTurn();
        const some = list.slice(start, start + PATHS_AT_ONCE);
        const rows = await find(transaction, projectId, some);
        const there = new Set(rows.map(keyOf));
        const fresh = some.filter((path) => !there.has(keyOf(path)));
        const made = fresh.length === 0 ? [] : await make(transaction, projectId, fresh);
        for (const row of [...rows, ...made]) found.set(keyOf(row), row.id);
        // Only what was committed by others is remembered: this transaction may still be rolled back.
        for (const row of rows) known.set(keyOf(row), row.id);
      }
      while (known.size > REMEMBERED) {
        const oldest = known.keys().next();
        if (oldest.done) break;
        known.delete(oldest.value);
      }
      return {
        get(path) {
          const id = found.get(keyOf(path));
          if (id === undefined) throw new Error(`The path ${path.path} was not asked for`);
          return id;
        },
      };
    },
  };
}

type PathRow = Path & { readonly id: number };

async function find(
  transaction: Transaction<SearchTables>,
  projectId: ProjectId,
  paths: readonly Path[],
): Promise<readonly PathRow[]> {
  const rows: PathRow[] = [];
  for (const [source, own] of Map.groupBy(paths, (path) => path.source)) {
    const found = await transaction
      .selectFrom('run_paths')
      .select(['id', 'source', 'path'])
      .where('project_id', '=', projectId)
      .where('source', '=', source)
      .where(
        'path',
        'in',
        own.map(({ path }) => path),
      )
      .execute();
    rows.push(...found);
  }
  return rows;
}

/** Another server may make the same at the same time: whoever comes second reads what the first made. */
async function make(
  transaction: Transaction<SearchTables>,
  projectId: ProjectId,
  paths: readonly Path[],
): Promise<readonly PathRow[]> {
  await transaction
    .insertInto('run_paths')
    .values(paths.map(({ source, path }) => ({ project_id: projectId, source, path })))
    .onConflict((conflict) => conflict.columns(['project_id', 'source', 'path']).doNothing())
    .execute();
  return find(transaction, projectId, paths);
}
