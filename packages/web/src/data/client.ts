import { ApiError } from '@runloom/model';
import type { z } from 'zod';
import { transportOf } from './sources/transport.ts';

/** What the server answers when it refuses; `network` and `unreadable` are found out here. */
export type RequestErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'
  /** The server could not be reached at all. */
  | 'network'
  /** The answer was not what the schema says: page and server are of different versions. */
  | 'unreadable';

/** A request that failed, with a message for a person. */
export class RequestError extends Error {
  readonly code: string;
  readonly status: number;
  /** When a retry makes sense, in milliseconds from the answer; null when the server did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    code: RequestErrorCode | (string & {}),
    message: string,
    options: { status?: number; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'RequestError';
    this.code = code;
    this.status = options.status ?? 0;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Whether the same request may work later without anyone changing anything. */
export function isPassingFault(error: unknown): boolean {
  return (
    error instanceof RequestError &&
    (error.code === 'network' || error.status === 503 || error.status === 429)
  );
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Added to the address; undefined members are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** A file is sent as it is, all else as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Media types that the answer may have; JSON unless told. */
  readonly accept?: string;
}

/**
 * Asks `/api/v1` and checks the answer against its schema.
 * @param path below `/api/v1`, made with {@link apiPath}
 * @throws RequestError
 */
export async function requestApi<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  request: ApiRequest = {},
): Promise<z.output<Schema>> {
  const response = await send(path, request);
  const body: unknown = await readJson(response);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RequestError(
    'unreadable',
    'The server answered in a way this page does not understand. Reload the page: one of the two was updated.',
    { status: response.status, cause: parsed.error },
  );
}

/** The same for requests that answer nothing. @throws RequestError */
export async function commandApi(path: string, request: ApiRequest): Promise<void> {
  await send(path, request);
}

/** The answer as it comes, for what is not JSON. @throws RequestError */
export function openApi(path: string, request: ApiRequest): Promise<Response> {
  return send(path, request);
}

/** Joins path segments, each percent-encoded: names may hold slashes, dots and anything else. */
export function apiPath(...segments: readonly (string | number)[]): string {
  return `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** Where a project is. */
export interface ProjectPlace {
  readonly entity: string;
  readonly project: string;
}

/** The path of something that belongs to a project. */
export const projectPath = (
  { entity, project }: ProjectPlace,
  ...rest: readonly (string | number)[]
): string => apiPath('projects', entity, project, ...rest);

/** Full address of a path below `/api/v1`, e.g. for a download link. */
export function apiAddress(path: string, query: ApiRequest['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

async function send(path: string, request: ApiRequest): Promise<Response> {
  const { method = 'GET', body, signal } = request;
  let response: Response;
  try {
    response = await transportOf(signal)(apiAddress(path, request.query), {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: request.accept ?? 'application/json',
        // Proves to the server that a page of its own asks: forms of other sites can't set it.
        'X-Runloom-Client': 'web',
        ...(body === undefined ? {} : { 'Content-Type': typeOf(body) }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError(
      'network',
      'The Runloom server can’t be reached. Check that it is running.',
      {
        cause: error,
      },
    );
  }
  if (!response.ok) throw await toError(response);
  return response;
}

const typeOf = (body: unknown): string =>
  body instanceof Blob ? 'application/octet-stream' : 'application/json';

async function toError(response: Response): Promise<RequestError> {
  const { status } = response;
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
  const parsed = ApiError.safeParse(await readJson(response).catch(() => null));
  if (parsed.success) {
    const { code, message } = parsed.data.error;
    return new RequestError(code, message, { status, retryAfterMs });
  }
  if (status === 503) {
    return new RequestError('unavailable', 'Runloom is starting. This takes a few seconds.', {
      status,
      retryAfterMs,
    });
  }
  return new RequestError('internal', `The server answered with an error (${status}).`, {
    status,
    retryAfterMs,
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new RequestError('unreadable', 'The server’s answer was cut off or is not JSON.', {
      status: response.status,
      cause: error,
    });
  }
}
