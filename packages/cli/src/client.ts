import { ApiError } from '@runloom/model';
import type { z } from 'zod';
import { ServerError } from './errors.ts';
import { parsedJson } from './parsed-json.ts';

/** Asks `/api/v1` of a server. */
export interface ApiClient {
  /** @throws ServerError in words for a person */
  get<T>(schema: z.ZodType<T>, path: readonly string[], query?: URLSearchParams): Promise<T>;
  /** Null for what is not there, or not to be seen. */
  find<T>(schema: z.ZodType<T>, path: readonly string[]): Promise<T | null>;
  post<T>(schema: z.ZodType<T>, path: readonly string[], body: unknown): Promise<T>;
  /** The bytes of an answer as they come, however long that takes. */
  stream(path: readonly string[], query: URLSearchParams): Promise<ReadableStream<Uint8Array>>;
}

/** A large comparison takes seconds on a busy server; what takes longer hangs. */
const TIMEOUT_MS = 120_000;
const PASSING = new Set([429, 502, 503, 504]);
const ATTEMPTS = 4;

/** @param url of the server, without a slash at its end */
export function createApiClient(url: string, key: string): ApiClient {
  const headers = { authorization: `Bearer ${key}` };
  const addressOf = (path: readonly string[], query?: URLSearchParams): string =>
    `${url}/api/v1/${path.map(encodeURIComponent).join('/')}${query === undefined ? '' : `?${query}`}`;

  const refuse = async (response: Response): Promise<void> => {
    if (response.ok) return;
    const { status } = response;
    throw new ServerError(refusal(url, status, await response.text()), status);
  };

  async function read<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
    await refuse(response);
    const answer = schema.safeParse(parsedJson(await response.text()));
    if (answer.success) return answer.data;
    throw unreadable(url);
  }

  return {
    get: async (schema, path, query) =>
      read(schema, await send(addressOf(path, query), { headers })),
    async find(schema, path) {
      const response = await send(addressOf(path), { headers });
      return response.status === 404 ? null : read(schema, response);
    },
    post: async (schema, path, body) =>
      read(
        schema,
        await send(addressOf(path), {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    async stream(path, query) {
      const response = await send(addressOf(path, query), { headers }, null);
      await refuse(response);
      if (response.body === null) throw unreadable(url);
      return response.body;
    },
  };
}

/**
 * Sends again what a passing fault kept from being answered.
 * @param timeoutMs for the whole answer; null: for as long as it comes
 */
async function send(
  address: string,
  request: RequestInit,
  timeoutMs: number | null = TIMEOUT_MS,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    try {
      const response = await fetch(address, {
        ...request,
        ...(timeoutMs !== null && { signal: AbortSignal.timeout(timeoutMs) }),
      });
      if (isLast || !PASSING.has(response.status)) return response;
    } catch (error) {
      if (isLast) throw new ServerError(unreachable(address, error));
    }
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
  }
}

function unreachable(address: string, error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why = cause instanceof Error && cause.message !== '' ? cause.message : 'no answer';
  return `${new URL(address).origin} can't be reached (${why}). Is the server running, and WANDB_BASE_URL right?`;
}

function unreadable(url: string): ServerError {
  return new ServerError(
    `${url} answered what this command can't read: is it Runloom, and of the same version?`,
  );
}

function refusal(url: string, status: number, text: string): string {
  if (status === 401) return `${url} does not know the key in WANDB_API_KEY.`;
  const said = ApiError.safeParse(parsedJson(text));
  return said.success ? said.data.error.message : `${url} answered ${status}.`;
}
