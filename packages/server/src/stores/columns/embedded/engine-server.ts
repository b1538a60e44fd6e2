import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Lane, LaneFull } from './lane.ts';
import { composeRead, composeWrite, type Statement, sqlLiteral } from './statement.ts';

/** Lanes keep one kind of work from waiting for another. */
export interface Lanes {
  /** Reads that ask for no more than the default time. */
  readonly charts: Lane;
  /** Reads that ask for more. */
  readonly heavy: Lane;
  readonly writes: Lane;
  /** Changes of structure. */
  readonly commands: Lane;
}

export interface EngineServerOptions {
  readonly lanes: Lanes;
  /** Where the bodies of inserts are kept while the engine reads them. */
  readonly spoolDirectory: string;
}

/** Reads with a longer time limit than this go to the heavy lane, in seconds. */
const CHART_SECONDS = 30;
/** Room for long lists in parameters, which come in the address. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;

/** Names in the address that ClickHouse's HTTP interface keeps for itself; all others are settings. */
const INTERFACE_NAMES: ReadonlySet<string> = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'wait_end_of_query',
  'session_id',
]);

const INSERT = /^\s*(INSERT\s+INTO\s+[^;]*?)\s+FORMAT\s+(\w+)\s*$/i;

/**
 * Speaks as much of ClickHouse's HTTP interface as `@clickhouse/client` uses: a statement in `query`
 * or the body, `param_x`, settings, an insert's rows in the body, errors as text with their code.
 */
export const createEngineServer = (options: EngineServerOptions): Server => {
  const { lanes, spoolDirectory } = options;
  let spooled = 0;

  const insert = async (request: IncomingMessage, statement: Statement): Promise<Uint8Array> => {
    const [, target, format] = INSERT.exec(statement.sql) ?? [];
    if (target === undefined || format === undefined) {
      throw new EngineRefusal(62, 'SYNTAX_ERROR', 'Rows belong to INSERT INTO … FORMAT ….');
    }
    spooled += 1;
    const file = join(spoolDirectory, `${spooled}.rows`);
    try {
      await pipeline(request, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      // Rows in the statement itself would be cut at a blank line and the rest run as SQL.
      const sql = `${target} FROM INFILE ${sqlLiteral(file)} FORMAT ${format}`;
      return await lanes.writes.run(written({ ...statement, sql }));
    } finally {
      await rm(file, { force: true });
    }
  };

  const answer = async (request: IncomingMessage): Promise<Uint8Array> => {
    const address = new URL(request.url ?? '/', 'http://engine');
    if (address.pathname === '/ping') return Buffer.from('Ok.\n');
    const statement = readStatement(address.searchParams);
    if (INSERT.test(statement.sql)) return insert(request, statement);
    const sql = statement.sql + (await readText(request));
    const full = { ...statement, sql };
    if (statement.settings.get('readonly') !== '1') return lanes.commands.run(written(full));
    const seconds = Number(statement.settings.get('max_execution_time') ?? 0);
    const lane = seconds > CHART_SECONDS ? lanes.heavy : lanes.charts;
    return lane.run({
      text: composeRead(full),
      format: 'TabSeparated',
      sql,
      paramNames: statement.params.keys(),
    });
  };

  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 300_000, requestTimeout: 0 },
    (request, response) => {
      answer(request).then(
        (bytes) => {
          response.writeHead(200, { 'content-length': bytes.byteLength });
          response.end(bytes);
        },
        (error: unknown) => sendError(request, response, error),
      );
    },
  );
  return server;
};

/** An error that the server gives in the engine's words. */
class EngineRefusal extends Error {
  constructor(code: number, type: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message} (${type})`);
  }
}

const written = (statement: Statement) => ({
  text: composeWrite(statement),
  format: 'TabSeparated',
  sql: statement.sql,
  paramNames: statement.params.keys(),
});

const readStatement = (address: URLSearchParams): Statement => {
  const params = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of address) {
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value);
    else if (!INTERFACE_NAMES.has(name)) settings.set(name, value);
  }
  return { sql: address.get('query') ?? '', params, settings };
};

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const sendError = (request: IncomingMessage, response: ServerResponse, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  const code = /^Code: (\d+)/.exec(message)?.[1];
  const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
  if (code !== undefined) headers['x-clickhouse-exception-code'] = code;
  if (error instanceof LaneFull) headers['retry-after'] = '1';
  // A body that was not read to its end can't be followed by another request.
  if (!request.complete) headers['connection'] = 'close';
  response.writeHead(error instanceof LaneFull ? 503 : 500, headers);
  response.end(message);
};
