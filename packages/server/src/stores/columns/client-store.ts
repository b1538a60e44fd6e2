import type { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { SpareMemory } from '../../platform/spare-memory.ts';
import { readAnswer } from './answer-bytes.ts';
import { toColumnError } from './errors.ts';
import { checkSize } from './parameter-size.ts';
import { checkRead } from './read-guard.ts';
import type { BoundValue, ColumnQuery, ColumnStore } from './types.ts';

export interface ClientStoreOptions {
  /** `http(s)://user:password@host:port/database`. */
  readonly url: string;
  readonly agent?: Agent;
  /** Throws when the engine is known to be away. */
  readonly requireReady: () => void;
  /** Bound of what one read may allocate in the engine, bytes. */
  readonly readMemoryBytes: number;
}

const READ_SECONDS = 30;
const COMMAND_SECONDS = 600;
const PING_SECONDS = 5;
const INSERT_TIMEOUT_MS = 300_000;
/** What an answer may take longer than the engine's own time limit: its way, and waiting for a session. */
const GRACE_MS = 10_000;
/** Answers are held in memory, here and in the engine. */
const MAX_RESULT_BYTES = 256 * 1024 * 1024;
/**
 * Inserts below this get their skip indexes when their parts are merged: they are a fifth of the work
 * of a small insert and two thirds of its files, for parts that are read whole as quickly.
 */
const INDEXED_INSERT_BYTES = 8 * 1024 * 1024;
/** Small blocks are sent together. */
const CHUNK_BYTES = 1024 * 1024;

/** The engine drops sorting that it takes to be without effect, as that below an aggregation. */
const IN_ORDER = { max_threads: 1, query_plan_remove_redundant_sorting: 0 } as const;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A column store behind ClickHouse's HTTP interface, spoken by the official client. Whoever opened
 * the engine closes it.
 */
export const createClientStore = (options: ClientStoreOptions): ColumnStore => {
  const client = createClient({
    url: options.url,
    request_timeout: (COMMAND_SECONDS + 60) * 1000,
    max_open_connections: 32,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { wait_end_of_query: 1 },
    ...(options.agent ? { http_agent: options.agent } : {}),
  });

  const memory = new SpareMemory();

  const guarded = async <Result>(
    kind: 'read' | 'write',
    work: () => Promise<Result>,
  ): Promise<Result> => {
    options.requireReady();
    try {
      return await work();
    } catch (error) {
      throw toColumnError(error, kind);
    }
  };

  const read = (
    query: ColumnQuery,
    format: string,
    allocate: (sizeBytes: number) => Buffer = Buffer.allocUnsafeSlow,
  ): Promise<Buffer> => {
    if (!IDENTIFIER.test(format)) throw new TypeError(`${format} is no name of a format.`);
    checkRead(query.sql);
    const maxSeconds = query.maxSeconds ?? READ_SECONDS;
    return guarded('read', async () => {
      const { stream, response_headers } = await client.exec({
        // In brackets only a SELECT can stand: no second statement, no INSERT, no INTO OUTFILE.
        query: `(\n${query.sql}\n)\nFORMAT ${format}`,
        ...bound(query),
        abort_signal: AbortSignal.timeout(maxSeconds * 1000 + GRACE_MS),
        clickhouse_settings: {
          readonly: '1',
          max_execution_time: maxSeconds,
          max_memory_usage: String(options.readMemoryBytes),
          max_result_bytes: String(MAX_RESULT_BYTES),
          output_format_json_quote_64bit_integers: 1,
          output_format_json_quote_denormals: 0,
          ...(query.inOrder ? IN_ORDER : {}),
        },
      });
      return readAnswer(stream, lengthOf(response_headers['content-length']), allocate);
    });
  };

  return {
    async insertNative(table, columns, blocks) {
      for (const name of [table, ...columns]) {
        if (!IDENTIFIER.test(name)) throw new TypeError(`${name} is no name of a table or column.`);
      }
      const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0);
      await guarded('write', async () => {
        const { stream } = await client.exec({
          query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`,
          values: Readable.from(coalesce(blocks), { objectMode: false }),
          abort_signal: AbortSignal.timeout(INSERT_TIMEOUT_MS),
          clickhouse_settings: {
            async_insert: 0,
            materialize_skip_indexes_on_insert: bytes < INDEXED_INSERT_BYTES ? 0 : 1,
          },
        });
        await buffer(stream);
      });
    },
    async query<Row extends object>(query: ColumnQuery): Promise<Row[]> {
      const text = (await read(query, 'JSONEachRow')).toString('utf8').trimEnd();
      // Rows are lines; a line break inside of a value is escaped.
      return JSON.parse(`[${text.replaceAll('\n', ',')}]`) as Row[];
    },
    async queryBytes(query, format) {
      return read(query, format);
    },
    async takeBytes(query, format, take) {
      const bytes = await read(query, format, (size) => memory.take(size));
      const result = take(bytes);
      memory.giveBack(bytes);
      return result;
    },
    async command(query) {
      const maxSeconds = query.maxSeconds ?? COMMAND_SECONDS;
      await guarded('write', () =>
        client.command({
          query: query.sql,
          ...bound(query),
          abort_signal: AbortSignal.timeout(maxSeconds * 1000 + GRACE_MS),
          clickhouse_settings: { max_execution_time: maxSeconds, mutations_sync: '1' },
        }),
      );
    },
    async ping() {
      await read({ sql: 'SELECT 1', maxSeconds: PING_SECONDS }, 'TabSeparated');
    },
    async close() {
      memory.release();
      await client.close();
      options.agent?.destroy();
    },
  };
};

const lengthOf = (header: string | string[] | undefined): number | null =>
  typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : null;

const bound = (query: ColumnQuery): { query_params?: Record<string, BoundValue> } => {
  if (!query.params) return {};
  checkSize(query.params);
  return { query_params: { ...query.params } };
};

function* coalesce(blocks: readonly Uint8Array[]): Generator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for (const block of blocks) {
    gathered.push(block);
    size += block.byteLength;
    if (size < CHUNK_BYTES) continue;
    yield gathered.length === 1 ? block : Buffer.concat(gathered);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(gathered);
}
