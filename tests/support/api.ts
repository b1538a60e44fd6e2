import {
  ConsoleLines,
  DeadLetters,
  type ExactJson,
  FileList,
  ProjectList,
  parseExactJson,
  RunDetail,
  RunList,
  type SeriesRequest,
  SeriesResponse,
} from '@runloom/model';

/** Where a run lives. */
export interface RunAddress {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Our own API (`/api/v1`) as a test uses it: answers are checked against the model's schemas. */
export interface Api {
  /** Any request, with the key; no status is an error. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  run(address: RunAddress): Promise<RunDetail>;
  runs(entity: string, project: string): Promise<RunList>;
  projects(entity: string): Promise<ProjectList>;
  /** Every row of the history, as exact values, in the order of the export. */
  history(address: RunAddress): Promise<readonly ReadonlyMap<string, ExactJson>[]>;
  series(entity: string, project: string, request: SeriesRequest): Promise<SeriesResponse>;
  console(address: RunAddress, query?: string): Promise<ConsoleLines>;
  files(address: RunAddress): Promise<FileList>;
  deadLetters(address: RunAddress): Promise<DeadLetters>;
}

/** @throws Error from each reading method when the answer is not 200 or not of its schema */
export function createApi(baseUrl: string, key: string | null): Api {
  const send: Api['send'] = async (method, path, body) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const sendOk = async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await send(method, `/api/v1${path}`, body);
    if (answer.status !== 200) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    }
    return answer.text;
  };
  const read = async <T>(schema: { parse(value: unknown): T }, path: string): Promise<T> =>
    schema.parse(JSON.parse(await sendOk('GET', path)));

  return {
    send,
    run: (address) => read(RunDetail, runPath(address)),
    runs: (entity, project) => read(RunList, `${projectPath(entity, project)}/runs?limit=1000`),
    projects: (entity) => read(ProjectList, `/projects?entity=${encodeURIComponent(entity)}`),
    async history(address) {
      const text = await sendOk('GET', `${runPath(address)}/history`);
      return text.split('\n').filter(Boolean).map(parseRow);
    },
    async series(entity, project, request) {
      const text = await sendOk('POST', `${projectPath(entity, project)}/series`, request);
      return SeriesResponse.parse(JSON.parse(text));
    },
    console: (address, query = 'from=0&limit=10000') =>
      read(ConsoleLines, `${runPath(address)}/console?${query}`),
    files: (address) => read(FileList, `${runPath(address)}/files`),
    deadLetters: (address) => read(DeadLetters, `${runPath(address)}/dead-letters`),
  };
}

/** One line of the exact export. @throws Error when it is not an object */
function parseRow(text: string): ReadonlyMap<string, ExactJson> {
  const row = parseExactJson(text);
  if (!(row instanceof Map)) throw new Error(`A row must be an object: ${text.slice(0, 200)}`);
  return row;
}

function projectPath(entity: string, project: string): string {
  return `/projects/${encodeURIComponent(entity)}/${encodeURIComponent(project)}`;
}

function runPath({ entity, project, run }: RunAddress): string {
  return `/runs/${[entity, project, run].map(encodeURIComponent).join('/')}`;
}
