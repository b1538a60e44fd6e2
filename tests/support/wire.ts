import type { Answer, RunAddress } from './api.ts';

/** The client's protocol spoken by hand, for what the real client would not send. */
export interface Wire {
  /** Sends a GraphQL request as the client does. */
  graphql(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Creates the run, and its project when missing. @throws Error when the server refuses */
  createRun(address: RunAddress): Promise<void>;
  /** Posts to the run's file stream. A string is sent as it is. */
  post(address: RunAddress, body: unknown): Promise<Answer>;
  /** Posts rows of the history from line `offset` on; each line is JSON text. */
  postRows(address: RunAddress, offset: number, lines: readonly string[]): Promise<Answer>;
}

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config}) {
    bucket { id name displayName historyLineCount project { name entity { name } } }
    inserted
  }
}`;

/** @param key API key; null sends none */
export function createWire(baseUrl: string, key: string | null): Wire {
  const send = async (path: string, body: string): Promise<Answer> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(key === null
          ? {}
          : { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` }),
      },
      body,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const wire: Wire = {
    graphql: (query, variables = {}) =>
      send('/graphql', JSON.stringify({ query, variables, operationName: '' })),
    async createRun({ entity, project, run }) {
      const answer = await wire.graphql(UPSERT, { entity, project, name: run, config: '{}' });
      const body = JSON.parse(answer.text) as { errors?: unknown };
      if (answer.status !== 200 || body.errors !== undefined) {
        throw new Error(`The run was refused with ${answer.status}: ${answer.text}`);
      }
    },
    post: (address, body) =>
      send(streamPath(address), typeof body === 'string' ? body : JSON.stringify(body)),
    postRows: (address, offset, lines) =>
      wire.post(address, { files: { 'wandb-history.jsonl': { offset, content: lines } } }),
  };
  return wire;
}

/** Path of a run's file stream. */
export function streamPath({ entity, project, run }: RunAddress): string {
  return `/files/${[entity, project, run].map(encodeURIComponent).join('/')}/file_stream`;
}
