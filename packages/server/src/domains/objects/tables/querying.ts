import { invalid } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import type { Objects, TableQuery, TableRow } from '../types.ts';
import { byBytes } from './by-bytes.ts';
import { FEW_ROWS, readSpans } from './reader.ts';
import { type Key, orderOf, readPath, sortKeyAt, sortKeyOf } from './row-order.ts';
import { PART_OF_ROW, type RowStore } from './row-store.ts';
import { createSizedCache } from './sized-cache.ts';
import { rowCountOf, sliceSpans } from './spans.ts';
import type { Table, TableStore } from './table-store.ts';

/** Of values that the engine looks into with one read. */
const BYTES_SEARCHED_AT_ONCE = 64 * 1024 * 1024;
/** Orders of tables that were asked for last; four bytes a row. */
const ORDERS_BYTES = 64 * 1024 * 1024;

/** Reads tables: as they are, some rows by digest, in another order. */
export function createQuerying(
  rows: RowStore,
  tables: TableStore,
): Pick<Objects, 'queryTable' | 'readRows'> {
  const orders = createSizedCache<Uint32Array>(ORDERS_BYTES);

  async function* inOrder(
    project: ProjectId,
    table: Table,
    offset: number,
    limit: number,
  ): AsyncGenerator<readonly TableRow[]> {
    let index = offset;
    const spans = sliceSpans(table.spans, offset, limit);
    for await (const some of readSpans(rows, project, table.chunks, spans)) {
      const first = index;
      index += some.length;
      yield some.map(({ digest, value }, at) => ({ digest, value, index: first + at }));
    }
  }

  /** By their place in the table. */
  async function byDigests(
    project: ProjectId,
    table: Table,
    digests: readonly string[],
  ): Promise<readonly TableRow[]> {
    const names = [...table.chunks.values()].map(({ digest }) => digest);
    const found = await rows.findIn(project, names, [...new Set(digests)]);
    const byChunk = Map.groupBy(found, ({ chunk }) => chunk);
    const hits: TableRow[] = [];
    let start = 0;
    for (const { chunk, from, count } of table.spans) {
      for (const row of byChunk.get(table.chunks.get(chunk)?.digest ?? '') ?? []) {
        const at = row.position - from;
        if (at >= 0 && at < count) {
          hits.push({ digest: row.digest, value: row.value, index: start + at });
        }
      }
      start += count;
    }
    return hits;
  }

  /** Places of all rows in the order asked for. */
  async function sortedPlaces(
    project: ProjectId,
    table: Table,
    sort: NonNullable<TableQuery['sort']>,
  ): Promise<Uint32Array> {
    const id = JSON.stringify([project, table.digest, sort]);
    const known = orders.get(id);
    if (known !== undefined) return known;
    const columns: (readonly Key[])[] = [];
    for (const { field } of sort) columns.push(await keysOf(project, table, readPath(field)));
    const keys = Array.from({ length: rowCountOf(table.spans) }, (_, row) =>
      columns.map((column) => column[row] ?? null),
    );
    const places = orderOf(keys, sort);
    orders.set(id, places, places.byteLength);
    return places;
  }

  /** What stands at the path in each row of the table. */
  async function keysOf(
    project: ProjectId,
    table: Table,
    path: readonly string[],
  ): Promise<readonly Key[]> {
    const byPlace = new Map<string, readonly Key[]>();
    for (const some of byBytes([...table.chunks.values()], BYTES_SEARCHED_AT_ONCE)) {
      const names = some.map(({ digest }) => digest);
      // The engine takes numbers for keys, where they may be places in lists.
      const parts = path.some((key) => /^\d+$/.test(key))
        ? await rows.readChunks(project, names)
        : await rows.readParts(project, names, path);
      for (const [chunk, of] of Map.groupBy(parts, (part) => part.chunk)) {
        byPlace.set(
          chunk,
          of.map(({ digest, value }) =>
            digest === PART_OF_ROW ? sortKeyOf(value) : sortKeyAt(value, path),
          ),
        );
      }
    }
    return table.spans.flatMap(({ chunk, from, count }) => {
      const keys = byPlace.get(table.chunks.get(chunk)?.digest ?? '') ?? [];
      return keys.slice(from, from + count);
    });
  }

  async function* atPlaces(
    project: ProjectId,
    table: Table,
    places: Uint32Array,
  ): AsyncGenerator<readonly TableRow[]> {
    for (let from = 0; from < places.length; from += FEW_ROWS) {
      const some = [...places.subarray(from, from + FEW_ROWS)];
      const upward = some.toSorted((a, b) => a - b);
      const spans = upward.flatMap((place) => sliceSpans(table.spans, place, 1));
      const read = new Map<number, TableRow>();
      let at = 0;
      for await (const rowsOfBatch of readSpans(rows, project, table.chunks, spans)) {
        for (const { digest, value } of rowsOfBatch) {
          const index = upward[at] ?? 0;
          read.set(index, { digest, value, index });
          at += 1;
        }
      }
      yield some.flatMap((place) => read.get(place) ?? []);
    }
  }

  return {
    async readRows(project, digest, places) {
      const table = await tables.load(project, digest);
      if (table === null) return [];
      const count = rowCountOf(table.spans);
      const within = places.filter((place) => place >= 0 && place < count);
      const found: TableRow[] = [];
      for await (const some of atPlaces(project, table, Uint32Array.from(within))) {
        found.push(...some);
      }
      return found;
    },

    async *queryTable(project, digest, query = {}) {
      const offset = whole('offset', query.offset ?? 0);
      const limit = whole('limit', query.limit ?? Number.MAX_SAFE_INTEGER);
      const sort = query.sort ?? [];
      const table = await tables.load(project, digest);
      if (table === null || limit === 0) return;
      if (query.rowDigests !== undefined) {
        const hits = await byDigests(project, table, query.rowDigests);
        const paths = sort.map(({ field }) => readPath(field));
        const keys = hits.map(({ value }) => paths.map((path) => sortKeyAt(value, path)));
        const places = [...orderOf(keys, sort)].slice(offset, offset + limit);
        yield places.flatMap((place) => hits[place] ?? []);
      } else if (sort.length === 0) yield* inOrder(project, table, offset, limit);
      else {
        const places = await sortedPlaces(project, table, sort);
        yield* atPlaces(project, table, places.subarray(offset, offset + limit));
      }
    },
  };
}

/** @throws RunloomError('invalid') */
function whole(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`The ${name} must be a whole number from 0 on, not ${value}.`);
}
