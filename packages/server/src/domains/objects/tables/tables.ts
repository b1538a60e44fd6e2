import { setImmediate } from 'node:timers/promises';
import { invalid, notFound } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import { checkExpected, digestOfJson, digestOfRows } from '../digests.ts';
import type { ObjectRoom } from '../room.ts';
import type { JsonText, Objects } from '../types.ts';
import { type Chunk, cutIntoChunks, type Row } from './chunking.ts';
import { createComposer } from './composing.ts';
import { applyChanges } from './edits.ts';
import { createQuerying } from './querying.ts';
import { readSpans } from './reader.ts';
import { createRowStore } from './row-store.ts';
import { isScattered, LARGE_BATCH } from './scattering.ts';
import { joinSpans, type Span } from './spans.ts';
import { type ChunkInfo, createTableStore } from './table-store.ts';

/** What a table is made of. */
interface Made {
  readonly spans: readonly Span[];
  readonly chunks: ReadonlyMap<number, ChunkInfo>;
}

/** Rows digested before others have their turn. */
const ROWS_A_TURN = 1_000;

/** Tables: ordered lists of rows, which share what they have in common. */
export function createTables(
  room: Pick<ObjectRoom, 'db' | 'columns' | 'appendRows' | 'clock'>,
): Pick<Objects, 'createTable' | 'createTableOfDigests' | 'updateTable' | 'queryTable' | 'tables'> {
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

  /** Writes the rows of a table again in its order, where it could not be read well as it is. */
  async function gathered(project: ProjectId, made: Made): Promise<Made> {
    if (!isScattered(made.spans, made.chunks)) return made;
    const spans: Span[] = [];
    const chunks = new Map<number, ChunkInfo>();
    for await (const rows of readSpans(rowStore, project, made.chunks, made.spans, LARGE_BATCH)) {
      const kept = await keepRows(project, rows);
      spans.push(...kept.spans);
      for (const [id, info] of kept.chunks) chunks.set(id, info);
    }
    return { spans: joinSpans(spans), chunks };
  }

  return {
    ...createQuerying(rowStore, store),

    async createTable(project, values, expectedDigest) {
      const rows = await digested(values);
      const rowDigests = rows.map((row) => row.digest);
      const digest = digestOfRows(rowDigests);
      checkExpected(digest, expectedDigest);
      if (!(await store.exists(project, digest))) {
        const { spans, chunks } = await keepRows(project, rows);
        await store.addTable(project, digest, joinSpans(spans), bytesOf(spans, chunks));
      }
      return { digest, rowDigests };
    },

    async createTableOfDigests(project, rowDigests, expectedDigest) {
      const digest = digestOfRows(rowDigests);
      checkExpected(digest, expectedDigest);
      if (!(await store.exists(project, digest))) {
        const made = await composer.compose(project, rowDigests);
        const { spans, chunks } = await gathered(project, made);
        await store.addTable(project, digest, spans, bytesOf(spans, chunks));
      }
      return { digest };
    },

    async updateTable(project, baseDigest, changes) {
      const base = await store.load(project, baseDigest);
      if (base === null) throw notFound(`The table ${baseDigest.slice(0, 64)}`);
      const rows = await digested(
        changes.flatMap((change) => (change.kind === 'pop' ? [] : [change.row])),
      );
      const kept = await keepRows(project, rows);
      const spans = applyChanges(base.spans, changes, kept.spans);
      const chunks = new Map([...base.chunks, ...kept.chunks]);
      const digest = await composer.digestOf(project, spans, chunks);
      if (!(await store.exists(project, digest))) {
        const made = await gathered(project, { spans, chunks });
        await store.addTable(project, digest, made.spans, bytesOf(made.spans, made.chunks));
      }
      return { digest, rowDigests: rows.map((row) => row.digest) };
    },

    tables: (project, digests) => store.list(project, digests),
  };
}

/** @throws RunloomError('invalid') for a row that is no JSON object */
async function digested(values: readonly JsonText[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, value] of values.entries()) {
    if (!/^\s*\{/.test(value)) throw invalid(`Row ${index} is no JSON object.`);
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
