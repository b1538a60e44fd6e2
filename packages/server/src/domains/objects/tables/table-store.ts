import { notFound } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import type { ObjectRoom } from '../room.ts';
import { type Database, inSlices } from '../schema.ts';
import type { StoredTable } from '../types.ts';
import type { Chunk } from './chunking.ts';
import { decodeSpans, encodeSpans, rowCountOf, type Span } from './spans.ts';

/** What is known of a chunk without its rows. */
export interface ChunkInfo {
  readonly id: number;
  readonly digest: string;
  readonly rowCount: number;
  readonly sizeBytes: number;
}

export interface Table {
  readonly digest: string;
  readonly spans: readonly Span[];
  readonly chunks: ReadonlyMap<number, ChunkInfo>;
}

/** Which stretches of which chunks tables are made of. */
export function createTableStore({ db, clock }: Pick<ObjectRoom, 'db' | 'clock'>) {
  async function chunksById(ids: readonly number[]): Promise<ReadonlyMap<number, ChunkInfo>> {
    const rows = await inSlices([...new Set(ids)], (slice) =>
      db.selectFrom('weave_row_chunks').selectAll().where('id', 'in', slice).execute(),
    );
    return new Map(rows.map((row) => [row.id, toInfo(row)]));
  }

  async function load(project: ProjectId, digest: string): Promise<Table | null> {
    const row = await db
      .selectFrom('weave_tables')
      .select('spans')
      .where('project_id', '=', project)
      .where('digest', '=', digest)
      .executeTakeFirst();
    if (row === undefined) return null;
    const spans = decodeSpans(row.spans);
    return { digest, spans, chunks: await chunksById(spans.map(({ chunk }) => chunk)) };
  }

  return {
    chunksById,
    load,

    /** @throws RunloomError('not_found') */
    async get(project: ProjectId, digest: string): Promise<Table> {
      const table = await load(project, digest);
      if (table === null) throw notFound(`The table ${digest.slice(0, 64)}`);
      return table;
    },

    async exists(project: ProjectId, digest: string): Promise<boolean> {
      const row = await db
        .selectFrom('weave_tables')
        .select('row_count')
        .where('project_id', '=', project)
        .where('digest', '=', digest)
        .executeTakeFirst();
      return row !== undefined;
    },

    async list(project: ProjectId, digests: readonly string[]): Promise<readonly StoredTable[]> {
      const rows = await inSlices([...new Set(digests)], (slice) =>
        db
          .selectFrom('weave_tables')
          .select(['digest', 'row_count', 'size_bytes'])
          .where('project_id', '=', project)
          .where('digest', 'in', slice)
          .execute(),
      );
      const known = new Map(rows.map((row) => [row.digest, row]));
      return digests.flatMap((digest) => {
        const row = known.get(digest);
        return row ? [{ digest, rowCount: row.row_count, sizeBytes: row.size_bytes }] : [];
      });
    },

    async findChunks(
      project: ProjectId,
      digests: readonly string[],
    ): Promise<ReadonlyMap<string, ChunkInfo>> {
      return findChunks(db, project, digests);
    },

    /** Notes chunks whose rows are durable. */
    async addChunks(
      project: ProjectId,
      chunks: readonly Chunk[],
    ): Promise<ReadonlyMap<string, ChunkInfo>> {
      return db.transaction().execute(async (transaction) => {
        await inSlices(chunks, async (slice) => {
          await transaction
            .insertInto('weave_row_chunks')
            .values(
              slice.map(({ digest, rows, sizeBytes }) => ({
                project_id: project,
                digest,
                row_count: rows.length,
                size_bytes: sizeBytes,
              })),
            )
            .onConflict((conflict) => conflict.columns(['project_id', 'digest']).doNothing())
            .execute();
          return [];
        });
        return findChunks(
          transaction,
          project,
          chunks.map(({ digest }) => digest),
        );
      });
    },

    async addTable(
      project: ProjectId,
      digest: string,
      spans: readonly Span[],
      sizeBytes: number,
    ): Promise<void> {
      await db
        .insertInto('weave_tables')
        .values({
          project_id: project,
          digest,
          row_count: rowCountOf(spans),
          size_bytes: sizeBytes,
          spans: encodeSpans(spans),
          created_at: clock(),
        })
        .onConflict((conflict) => conflict.columns(['project_id', 'digest']).doNothing())
        .execute();
    },
  };
}

export type TableStore = ReturnType<typeof createTableStore>;

async function findChunks(
  db: Database,
  project: ProjectId,
  digests: readonly string[],
): Promise<ReadonlyMap<string, ChunkInfo>> {
  const rows = await inSlices([...new Set(digests)], (slice) =>
    db
      .selectFrom('weave_row_chunks')
      .selectAll()
      .where('project_id', '=', project)
      .where('digest', 'in', slice)
      .execute(),
  );
  return new Map(rows.map((row) => [row.digest, toInfo(row)]));
}

const toInfo = (row: {
  readonly id: number;
  readonly digest: string;
  readonly row_count: number;
  readonly size_bytes: number;
}): ChunkInfo => ({
  id: row.id,
  digest: row.digest,
  rowCount: row.row_count,
  sizeBytes: row.size_bytes,
});
