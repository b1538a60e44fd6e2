import { encodeNativeBlock } from '../../../stores/columns/index.ts';
import type { ProjectId } from '../../projects/index.ts';
import type { ObjectRoom } from '../room.ts';
import { byBytes } from './by-bytes.ts';
import type { Chunk } from './chunking.ts';
import { createSizedCache } from './sized-cache.ts';
import { readPairs, readStoredRows, type StoredRow } from './stored-rows.ts';

const COLUMNS = ['project', 'chunk', 'position', 'digest', 'value'] as const;
/** Digests of one read: what a statement's parameters may take. */
const DIGESTS_AT_ONCE = 2_000;
/** Chunks of one read besides digests. */
const CHUNKS_AT_ONCE = 500;
/** Bytes of values in one insert. */
const WRITTEN_AT_ONCE = 16 * 1024 * 1024;
/** Digests of some million rows. */
const CACHE_BYTES = 96 * 1024 * 1024;
/** Stands for the digest where a part of a row came. */
export const PART_OF_ROW = '';

/** Rows in the column engine: they are written chunk by chunk and stay where they are. */
export function createRowStore({
  columns,
  appendRows,
}: Pick<ObjectRoom, 'columns' | 'appendRows'>) {
  const cache = createSizedCache<string>(CACHE_BYTES);

  async function select(
    sql: string,
    params: Readonly<Record<string, string | number | readonly string[]>>,
  ): Promise<readonly StoredRow[]> {
    return readStoredRows(await columns.queryBytes({ sql, params }, 'RowBinary'));
  }

  return {
    /** Durable when it resolves. Written again they land on themselves. */
    async write(project: ProjectId, chunks: readonly Chunk[]): Promise<void> {
      for (const some of byBytes(chunks, WRITTEN_AT_ONCE)) {
        const block = Buffer.concat(some.map((chunk) => blockOf(project, chunk)));
        await appendRows([{ table: 'weave_rows', columns: COLUMNS, block }]);
      }
      for (const { digest, rows } of chunks) {
        const digests = rows.map((row) => row.digest).join('');
        cache.set(`${project} ${digest}`, digests, digests.length);
      }
    },

    /** All rows of chunks, or those from a position on, by chunk and position. */
    async readChunks(
      project: ProjectId,
      chunks: readonly string[],
      range?: { readonly from: number; readonly count: number },
    ): Promise<readonly StoredRow[]> {
      if (chunks.length === 0) return [];
      const within = range ? 'AND position >= {from:UInt32} AND position < {end:UInt32}' : '';
      return select(
        `SELECT chunk, position, digest, value FROM weave_rows
          WHERE project = {project:UInt64} AND chunk IN {chunks:Array(String)} ${within}
          ORDER BY chunk, position`,
        {
          project,
          chunks,
          ...(range ? { from: range.from, end: range.from + range.count } : {}),
        },
      );
    },

    /** Single rows of chunks, by chunk and position. @param places `chunk/position`, few of them */
    async readPlaces(
      project: ProjectId,
      chunks: readonly string[],
      places: readonly string[],
    ): Promise<readonly StoredRow[]> {
      return select(
        `SELECT chunk, position, digest, value FROM weave_rows
          WHERE project = {project:UInt64} AND chunk IN {chunks:Array(String)}
            AND concat(chunk, '/', toString(position)) IN {places:Array(String)}
          ORDER BY chunk, position`,
        { project, chunks, places },
      );
    },

    /** Digests of all rows of each chunk, one after the other. */
    async readDigests(
      project: ProjectId,
      chunks: readonly string[],
    ): Promise<ReadonlyMap<string, string>> {
      const known = new Map<string, string>();
      const unknown: string[] = [];
      for (const chunk of chunks) {
        const digests = cache.get(`${project} ${chunk}`);
        if (digests === undefined) unknown.push(chunk);
        else known.set(chunk, digests);
      }
      for (const some of slices(unknown, CHUNKS_AT_ONCE)) {
        const answer = await columns.queryBytes(
          {
            sql: `SELECT chunk, arrayStringConcat(
                arrayMap(row -> row.2, arraySort(groupUniqArray((position, digest))))) AS digests
              FROM weave_rows
              WHERE project = {project:UInt64} AND chunk IN {chunks:Array(String)}
              GROUP BY chunk`,
            params: { project, chunks: some },
          },
          'RowBinary',
        );
        for (const [chunk, digests] of readPairs(answer)) {
          known.set(chunk, digests);
          cache.set(`${project} ${chunk}`, digests, digests.length);
        }
      }
      return known;
    },

    /** What stands at a path in the rows of chunks, as JSON, by chunk and position; `''` where nothing does. */
    async readParts(
      project: ProjectId,
      chunks: readonly string[],
      path: readonly string[],
    ): Promise<readonly StoredRow[]> {
      const keys = path.map((_, index) => `, {key${index}:String}`).join('');
      // Of what the engine can't read (integers past 64 bits) the whole comes, with its digest.
      return select(
        `SELECT chunk, position, if(isValidJSON(value), '${PART_OF_ROW}', digest) AS kept,
            if(kept = '${PART_OF_ROW}', JSONExtractRaw(value${keys}), value) AS part
          FROM weave_rows
          WHERE project = {project:UInt64} AND chunk IN {chunks:Array(String)}
          ORDER BY chunk, position`,
        {
          project,
          chunks,
          ...Object.fromEntries(path.map((key, index) => [`key${index}`, key])),
        },
      );
    },

    /** Where rows of these digests stand, among these chunks with their values. */
    async findIn(
      project: ProjectId,
      chunks: readonly string[],
      digests: readonly string[],
    ): Promise<readonly StoredRow[]> {
      const rows: StoredRow[] = [];
      for (const some of slices(digests, DIGESTS_AT_ONCE)) {
        for (const within of slices(chunks, CHUNKS_AT_ONCE)) {
          rows.push(
            ...(await select(
              `SELECT chunk, position, digest, value FROM weave_rows
                WHERE project = {project:UInt64} AND chunk IN {chunks:Array(String)}
                  AND digest IN {digests:Array(String)}
                ORDER BY chunk, position`,
              { project, chunks: within, digests: some },
            )),
          );
        }
      }
      return rows;
    },

    /** A place for each digest that the project has rows of, without values. */
    async locate(project: ProjectId, digests: readonly string[]): Promise<readonly StoredRow[]> {
      const rows: StoredRow[] = [];
      for (const some of slices(digests, DIGESTS_AT_ONCE)) {
        rows.push(
          ...(await select(
            `SELECT chunk, position, digest, '' AS value FROM weave_rows
              WHERE project = {project:UInt64} AND digest IN {digests:Array(String)}
              ORDER BY digest, chunk, position LIMIT 1 BY digest`,
            { project, digests: some },
          )),
        );
      }
      return rows;
    },
  };
}

export type RowStore = ReturnType<typeof createRowStore>;

function blockOf(project: ProjectId, chunk: Chunk): Uint8Array {
  const { rows } = chunk;
  return encodeNativeBlock(rows.length, [
    { name: 'project', type: 'UInt64', fill: BigInt(project) },
    { name: 'chunk', type: 'String', fill: chunk.digest },
    { name: 'position', type: 'UInt32', values: Uint32Array.from(rows, (_, index) => index) },
    { name: 'digest', type: 'String', values: rows.map(({ digest }) => digest) },
    { name: 'value', type: 'String', values: rows.map(({ value }) => value) },
  ]);
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
