import { ApiError } from '@runloom/model';
import type { z } from 'zod';
import { ServerError } from './errors.ts';

/** Asks `/api/v1` of a server. */
export interface ApiClient {
  /** @throws ServerError in words for a person */
  get<T>(schema: z.ZodType<T>, path: readonly string[], query?: URLSearchParams): Promise<T>;
  /** Null for what is not there, or not to be seen. */
  find<T>(schema: z.ZodType<T>, path: readonly string[]): Promise<T | null>;
  post<T>(schema: z.ZodType<T>, path: readonly string[], body: unknown): Promise<T>;
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

  async function read<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
    const text = await response.text();
    if (!response.ok) throw new ServerError(refusal(url, response.status, text));
    const answer = schema.safeParse(parsed(text));
    if (answer.success) return answer.data;
    throw new ServerError(
      `${url} answered what this command can't read: is it Runloom, and of the same version?`,
    );
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
  };
}

/** Sends again what a passing fault kept from being answered. */
async function send(address: string, request: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    try {
      const response = await fetch(address, {
        ...request,
        signal: AbortSignal.timeout(TIMEOUT_MS),
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

function refusal(url: string, status: number, text: string): string {
  if (status === 401) return `${url} does not know the key in WANDB_API_KEY.`;
  const said = ApiError.safeParse(parsed(text));
  return said.success ? said.data.error.message : `${url} answered ${status}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
