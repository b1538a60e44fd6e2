import { text as readText } from 'node:stream/consumers';
import { notFound } from '../../platform/errors.ts';
import type { ObjectRoom } from './room.ts';
import type { JsonText } from './types.ts';

/** Longer values would weigh on every row that lists read. */
const LONGEST_IN_ROW = 32 * 1024;

interface StoredValue {
  readonly value: string | null;
  readonly value_blob: string | null;
}

/** Keeps the texts of values, long ones as blobs. */
export function createValueStore({ blobs }: Pick<ObjectRoom, 'blobs'>) {
  return {
    /** Durable when it resolves; what to write into the row. */
    async put(text: JsonText): Promise<StoredValue> {
      if (text.length <= LONGEST_IN_ROW) return { value: text, value_blob: null };
      const { digest } = await blobs.put(Buffer.from(text));
      return { value: null, value_blob: digest };
    },

    async get(row: StoredValue): Promise<JsonText> {
      if (row.value !== null) return row.value;
      const body = row.value_blob === null ? null : await blobs.open(row.value_blob);
      if (body === null) throw notFound('The value of this object');
      return readText(body);
    },
  };
}

export type ValueStore = ReturnType<typeof createValueStore>;
