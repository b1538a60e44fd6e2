import { setImmediate } from 'node:timers/promises';
import { invalid } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import { checkExpected, digestOfJson, digestOfRows, startRowsDigest } from '../digests.ts';
import type { ObjectRoom } from '../room.ts';
import type { JsonText, Objects } from '../types.ts';
import { type Chunk, cutIntoChunks, type Row } from './chunking.ts';
import { createComparing } from './comparing.ts';
import { createComposer } from './composing.ts';
import { createDuplicates } from './duplicates.ts';
import { applyChanges } from './edits.ts';
import { createQuerying } from './querying.ts';
import { readSpans } from './reader.ts';
import { createRowStore } from './row-store.ts';
import { isScattered, LARGE_BATCH } from './scattering.ts';
import { joinSpans, rowCountOf, type Span } from './spans.ts';
import { type ChunkInfo, createTableStore } from './table-store.ts';

/** What a table is made of. */
interface Made {
  readonly spans: readonly Span[];
  readonly chunks: ReadonlyMap<number, ChunkInfo>;
}

interface Growing {
  readonly spans: Span[];
  readonly chunks: Map<number, ChunkInfo>;
}

/** Rows digested before others have their turn. */
const ROWS_A_TURN = 1_000;
/** Rows and their bytes that are kept together while more come. */
const ROWS_KEPT_AT_ONCE = 32_768;
const BYTES_KEPT_AT_ONCE = 64 * 1024 * 1024;

/** Tables: ordered lists of rows, which share what they have in common. */
export function createTables(
  room: Pick<ObjectRoom, 'db' | 'columns' | 'appendRows' | 'clock'>,
): Pick<
  Objects,
  | 'createTable'
  | 'writeTable'
  | 'createTableOfDigests'
  | 'updateTable'
  | 'appendTable'
  | 'filterTable'
  | 'queryTable'
  | 'readRows'
  | 'compareTables'
  | 'tables'
> {
  const rowStore = createRowStore(room);
  const store = createTableStore(room);
  const composer = createComposer(rowStore, store);

  /** Durable when it resolves; rows that are kept already are not written again. */
  async function keepRows(project: ProjectId, rows: readonly Row[]): Promise<Made> {
    const cut = cutIntoChunks(rows);
    const distinct = new Map<string, Chunk>(cut.map((chunk) => [chunk.digest, chunk]));
    const known = await store.findChunks(project, [...distinct.keys()]);
    const fresh = [...distinct.values()].filter(({ digest }) => !known.has(digest));
    await rowStore.write(project, fresh);
    const added = fresh.length > 0 ? await store.addChunks(project, fresh) : new Map();
    const infos = cut.flatMap(({ digest }) => known.get(digest) ?? added.get(digest) ?? []);
    return {
      spans: infos.map(({ id, rowCount }) => ({ chunk: id, from: 0, count: rowCount })),
      chunks: new Map(infos.map((info) => [info.id, info])),
    };
  }

  /** Adds to what a table is made of. */
  async function keepMore(project: ProjectId, rows: readonly Row[], made: Growing): Promise<void> {
    const kept = await keepRows(project, rows);
    made.spans.push(...kept.spans);
    for (const [id, info] of kept.chunks) made.chunks.set(id, info);
  }

  /** Writes the rows of a table again in its order, where it could not be read well as it is. */
  async function gathered(project: ProjectId, made: Made): Promise<Made> {
    if (!isScattered(made.spans, made.chunks)) return made;
    const together: Growing = { spans: [], chunks: new Map() };
    for await (const rows of readSpans(rowStore, project, made.chunks, made.spans, LARGE_BATCH)) {
      await keepMore(project, rows, together);
    }
    return together;
  }

  /** Keeps a table under its digest; what is kept already is not made again. */
  async function keepTable(
    project: ProjectId,
    digest: string,
    make: () => Promise<Made>,
  ): Promise<void> {
    if (await store.exists(project, digest)) return;
    const { spans, chunks } = await make();
    const joined = joinSpans(spans);
    await store.addTable(project, digest, joined, bytesOf(joined, chunks));
  }

  return {
    ...createQuerying(rowStore, store),
    ...createComparing(rowStore, store),

    async createTable(project, values, expectedDigest) {
      const rows = await digested(values);
      const rowDigests = rows.map((row) => row.digest);
      const digest = digestOfRows(rowDigests);
      checkExpected(digest, expectedDigest);
      await keepTable(project, digest, () => keepRows(project, rows));
      return { digest, rowDigests };
    },

    async writeTable(project, batches) {
      const whole = startRowsDigest();
      const seen = createDuplicates();
      const made: Growing = { spans: [], chunks: new Map() };
      let waiting: Row[] = [];
      let [waitingBytes, rowCount] = [0, 0];
      for await (const values of batches) {
        for (const row of await digested(values, rowCount)) {
          whole.add(row.digest);
          seen.add(row.digest);
          waiting.push(row);
          waitingBytes += row.value.length;
        }
        rowCount += values.length;
        if (waiting.length < ROWS_KEPT_AT_ONCE && waitingBytes < BYTES_KEPT_AT_ONCE) continue;
        await keepMore(project, waiting, made);
        waiting = [];
        waitingBytes = 0;
      }
      await keepMore(project, waiting, made);
      const digest = whole.finish();
      await keepTable(project, digest, async () => made);
      return { digest, rowCount, duplicateCount: seen.count };
    },

    async appendTable(project, baseDigest, moreDigest) {
      const seen = createDuplicates();
      const parts = [await store.get(project, baseDigest), await store.get(project, moreDigest)];
      const chunks = new Map(parts.flatMap((part) => [...part.chunks]));
      const spans = joinSpans(parts.flatMap((part) => part.spans));
      const { digest } = await composer.filter(project, spans, chunks, (rowDigest) => {
        seen.add(rowDigest);
        return true;
      });
      await keepTable(project, digest, async () => ({ spans, chunks }));
      return { digest, rowCount: rowCountOf(spans), duplicateCount: seen.count };
    },

    async filterTable(project, digest, isWanted) {
      const table = await store.get(project, digest);
      const wanted = await composer.filter(project, table.spans, table.chunks, isWanted);
      const { chunks } = table;
      await keepTable(project, wanted.digest, () =>
        gathered(project, { spans: wanted.spans, chunks }),
      );
      const [stored] = await store.list(project, [wanted.digest]);
      if (stored === undefined) throw new Error('A table that was just kept is gone.');
      return stored;
    },

    async createTableOfDigests(project, rowDigests, expectedDigest) {
      const digest = digestOfRows(rowDigests);
      checkExpected(digest, expectedDigest);
      await keepTable(project, digest, async () =>
        gathered(project, await composer.compose(project, rowDigests)),
      );
      return { digest };
    },

    async updateTable(project, baseDigest, changes) {
      const base = await store.get(project, baseDigest);
      const rows = await digested(
        changes.flatMap((change) => (change.kind === 'pop' ? [] : [change.row])),
      );
      const kept = await keepRows(project, rows);
      const spans = applyChanges(base.spans, changes, kept.spans);
      const chunks = new Map([...base.chunks, ...kept.chunks]);
      const digest = await composer.digestOf(project, spans, chunks);
      await keepTable(project, digest, () => gathered(project, { spans, chunks }));
      return { digest, rowDigests: rows.map((row) => row.digest) };
    },

    tables: (project, digests) => store.list(project, digests),
  };
}

/** @throws RunloomError('invalid') for a row that is no JSON object */
async function digested(values: readonly JsonText[], first = 0): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, value] of values.entries()) {
    if (!/^\s*\{/.test(value)) throw invalid(`Row ${first + index} is no JSON object.`);
    rows.push({ digest: digestOfJson(value), value });
    if (rows.length % ROWS_A_TURN === 0) await setImmediate();
  }
  return rows;
}

/** Of parts of chunks as much as their share of the rows. */
function bytesOf(spans: readonly Span[], chunks: ReadonlyMap<number, ChunkInfo>): number {
  let bytes = 0;
  for (const { chunk, count } of spans) {
    const info = chunks.get(chunk);
    if (info !== undefined) bytes += (info.sizeBytes * count) / info.rowCount;
  }
  return Math.round(bytes);
}
