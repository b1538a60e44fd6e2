import { lookup as resolveName } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { invalid } from '../errors.ts';
import { allowTargets, isPublicAddress } from './addresses.ts';

const TIMEOUT_MS = 10_000;
const MAX_ADDRESS = 2_000;
/** Of an answer only the start is read, to tell a person what went wrong. */
const MAX_ANSWER_BYTES = 2_000;

/** What came back. */
export interface OutboundAnswer {
  readonly status: number;
  /** Seconds that the other side asked to wait, when it did. */
  readonly retryAfterSeconds: number | null;
  /** The first 2,000 bytes. Never shown to who only chose the address. */
  readonly start: string;
}

/** An answer whose body is read as it comes. */
export interface OutboundStream extends Omit<OutboundAnswer, 'start'> {
  /** Throws OutboundError when the other side falls silent or goes away. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The request could not be made or was not answered. */
export class OutboundError extends Error {
  /** A guard refused it: it will be refused again. */
  readonly isRefused: boolean;
  /** The other side said nothing for too long. */
  readonly isLate: boolean;

  constructor(message: string, options: { isRefused: boolean; isLate?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'OutboundError';
    this.isRefused = options.isRefused;
    this.isLate = options.isLate ?? false;
  }
}

/** The only way by which this server calls addresses that users chose. */
export interface Outbound {
  /**
   * @throws RunloomError('invalid') for what is no http(s) address, holds credentials, or names a
   *   private address outright
   */
  check(address: string): URL;
  /**
   * Sends JSON. Redirects are not followed: the answer is then what the first server said.
   * @throws OutboundError
   */
  post(address: string, request: OutboundRequest): Promise<OutboundAnswer>;
  /**
   * The same, answered by a stream of any length; silence of `idleMs` ends it, as the signal does.
   * @throws OutboundError
   */
  open(
    address: string,
    request: OutboundRequest & { readonly idleMs: number; readonly signal: AbortSignal },
  ): Promise<OutboundStream>;
}

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Guards against requests into private networks. The address is checked at the moment of the
 * connection, on what the name was resolved to for it, so that a name whose answer changes gains nothing.
 *
 * @param options.allowed host names, addresses and networks that are reachable though they are private
 */
export function createOutbound(options: {
  readonly allowed: readonly string[];
  readonly timeoutMs?: number;
}): Outbound {
  const allowed = allowTargets(options.allowed);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;

  const mayReach = (host: string, address: string): boolean =>
    isPublicAddress(address) || allowed.hasHost(host) || allowed.hasAddress(address);

  const guardedLookup =
    (host: string): LookupFunction =>
    (name, lookupOptions, done) => {
      resolveName(name, { ...lookupOptions, all: true }, (error, found) => {
        if (error) return done(error, []);
        const reachable = found.filter(({ address }) => mayReach(host, address));
        const [first] = reachable;
        if (first === undefined) return done(refusal(host), []);
        if (lookupOptions.all) return done(null, reachable);
        return done(null, first.address, first.family);
      });
    };

  function check(address: string): URL {
    const url = address.length <= MAX_ADDRESS && URL.canParse(address) ? new URL(address) : null;
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
      throw invalid('The address must start with https:// or http://.');
    }
    if (url.username !== '' || url.password !== '') {
      throw invalid('The address must not hold a user name or password; use an access token.');
    }
    const host = hostOf(url);
    if (isIP(host) !== 0 && !mayReach(host, host)) throw invalid(refusal(host).message);
    return url;
  }

  function begin(url: URL, { headers, body }: OutboundRequest, signal: AbortSignal): ClientRequest {
    const make = url.protocol === 'https:' ? requestHttps : requestHttp;
    return make(url, {
      method: 'POST',
      // A connection of its own: one that is kept could have been opened under other rules.
      agent: false,
      lookup: guardedLookup(hostOf(url)),
      signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Runloom',
        ...headers,
        'content-length': Buffer.byteLength(body),
      },
    });
  }

  const open: Outbound['open'] = async (address, { idleMs, signal, ...request }) => {
    const url = checkAgain(check, address);
    return stream(begin(url, request, signal), request.body, hostOf(url), idleMs);
  };

  return {
    check,
    async post(address, request) {
      const signal = AbortSignal.timeout(timeoutMs);
      const { chunks, ...head } = await open(address, { ...request, idleMs: timeoutMs, signal });
      return { ...head, start: await startOf(chunks) };
    },
    open,
  };
}

function checkAgain(check: Outbound['check'], address: string): URL {
  try {
    return check(address);
  } catch (error) {
    throw new OutboundError(messageOf(error), { isRefused: true, cause: error });
  }
}

async function startOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
}

/** Answers as soon as the head has come. */
function stream(
  outgoing: ClientRequest,
  body: string,
  host: string,
  idleMs: number,
): Promise<OutboundStream> {
  return new Promise((resolve, reject) => {
    let answered: IncomingMessage | null = null;
    outgoing.setTimeout(idleMs, () => outgoing.destroy(lateError(host, idleMs)));
    // What ends the request ends an answer that has begun, which would else only tell of being cut off.
    outgoing.on('error', (error) => {
      if (answered === null) reject(asOutboundError(error, host, idleMs));
      else answered.destroy(error);
    });
    outgoing.on('response', (response) => {
      answered = response;
      resolve({
        status: response.statusCode ?? 0,
        retryAfterSeconds: retryAfterOf(response),
        chunks: chunksOf(response, host, idleMs),
      });
    });
    outgoing.end(body);
  });
}

async function* chunksOf(
  response: IncomingMessage,
  host: string,
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw asOutboundError(error instanceof Error ? error : new Error(String(error)), host, idleMs);
  } finally {
    response.destroy();
  }
}

function retryAfterOf({ headers }: IncomingMessage): number | null {
  const after = Number(headers['retry-after']);
  return Number.isFinite(after) && after > 0 ? after : null;
}

const lateError = (host: string, timeoutMs: number, cause?: unknown): OutboundError =>
  new OutboundError(`${host} did not answer within ${timeoutMs / 1000} seconds.`, {
    isRefused: false,
    isLate: true,
    cause,
  });

function asOutboundError(error: Error, host: string, timeoutMs: number): OutboundError {
  if (error instanceof OutboundError) return error;
  const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
  if (isLate) return lateError(host, timeoutMs, error);
  const reason = 'code' in error ? String(error.code) : error.message;
  return new OutboundError(`${host} could not be reached (${reason}).`, {
    isRefused: false,
    cause: error,
  });
}

function refusal(host: string): OutboundError {
  return new OutboundError(
    `${host} is in a private network, which this server does not call. Its operator can allow it with RUNLOOM_OUTBOUND_ALLOWED_HOSTS.`,
    { isRefused: true },
  );
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
