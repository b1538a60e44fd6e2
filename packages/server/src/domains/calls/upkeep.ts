import type { ColumnStore, TableInsert } from '../../stores/columns/index.ts';
import type { Projects } from '../projects/index.ts';
import { encodeRows } from './blocks.ts';
import { PARTS_TABLE } from './columns.ts';
import { keysOf } from './listing.ts';
import { type PartRow, toRow } from './part-row.ts';
import { listProjects, removeProject } from './project-removal.ts';
import {
  listOrphans,
  removeDeleted,
  removeOrphans,
  removeSettled,
  settleParts,
} from './settling.ts';
import type { StoredPaths } from './stored-paths.ts';

// Versions are microseconds of the clock.
const SECOND = 1_000_000n;
/** Parts that came together are put together together. */
const SETTLES_AFTER = 5n * SECOND;
/** No read that began before calls were put together still runs over their parts. */
const GOES_AFTER = 60n * SECOND;
const ORPHANS_GO_AFTER = 7n * 24n * 3600n * SECOND;
const ORPHANS_AT_ONCE = 500;
/** As long as other things lie in the trash. */
const TRASH_MS = 7 * 24 * 3_600_000;

interface UpkeepDeps {
  readonly columns: ColumnStore;
  readonly committer: { append(inserts: readonly TableInsert[]): Promise<void> };
  readonly versions: () => bigint;
  readonly projects: Pick<Projects, 'trashedBefore'>;
}

/**
 * Keeps the calls that are known by parts few: those that have ended become whole ones. To be called
 * every few seconds.
 * @returns how many became whole
 */
export async function settleCalls(deps: UpkeepDeps, now: bigint): Promise<number> {
  const { columns } = deps;
  const any = await columns.query({ sql: `SELECT 1 AS one FROM ${PARTS_TABLE} LIMIT 1` });
  if (any.length === 0) return 0;
  await removeSettled(columns, now - GOES_AFTER);
  let settled = 0;
  for (;;) {
    const count = await settleParts(columns, now - SETTLES_AFTER);
    if (count === 0) return settled;
    settled += count;
  }
}

/**
 * Finds the calls of late ends, and frees what deleted calls and projects held. To be called every hour.
 */
export async function collectCalls(
  deps: UpkeepDeps & { readonly paths: Pick<StoredPaths, 'remove'> },
  now: bigint,
): Promise<{ readonly freedBytes: number }> {
  const { columns, committer, versions } = deps;
  const orphans = await listOrphans(columns, now - SETTLES_AFTER, ORPHANS_AT_ONCE);
  for (const [project, ids] of orphans) {
    const rows: PartRow[] = [];
    for (const { id, startedAt } of await keysOf(columns, project, ids)) {
      rows.push(toLink(id, startedAt, versions()));
    }
    await committer.append([encodeRows(PARTS_TABLE, project, rows)]);
  }
  await removeOrphans(columns, now - ORPHANS_GO_AFTER);
  const trashed = await deps.projects.trashedBefore(
    Number(now / 1000n) - TRASH_MS,
    await listProjects(columns),
  );
  let freedBytes = 0;
  for (const project of trashed) {
    freedBytes += await removeProject(columns, project);
    await deps.paths.remove(project);
  }
  return { freedBytes: freedBytes + (await removeDeleted(columns)) };
}

/** Says nothing of a call but where it stands among the whole ones, so that its other parts are put to it. */
function toLink(id: string, startedAt: string, version: bigint): PartRow {
  const row = toRow({ id, source: 'runloom' }, version);
  return { ...row, started_at: BigInt(startedAt) };
}
