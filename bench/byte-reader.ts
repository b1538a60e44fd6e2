import { Agent, request } from 'node:http';

/**
 * A reader that looks at no byte of what it is sent: as few connections as it takes, answers thrown away as they come.
 * `fetch` and texts take as much of the processor as the server that is to be measured.
 */
export interface ByteReader {
  /** Sends a request. Resolves with the size of its answer in bytes. @throws Error on another status than 200 */
  read(path: string, body?: string): Promise<number>;
  close(): void;
}

/**
 * @param key API key of who reads
 * @param connections so many requests at once
 */
export function createByteReader(url: string, key: string, connections = 1): ByteReader {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const authorization = `Basic ${Buffer.from(`api:${key}`).toString('base64')}`;
  return {
    read: (path, body) =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          `${url}${path}`,
          {
            agent,
            method: body === undefined ? 'GET' : 'POST',
            headers: { authorization, 'content-type': 'application/json' },
          },
          (answer) => {
            let size = 0;
            answer.on('data', (chunk: Buffer) => {
              size += chunk.length;
            });
            answer.once('error', reject);
            answer.once('end', () => {
              if (answer.statusCode === 200) resolve(size);
              else reject(new Error(`${path} was answered with ${answer.statusCode}.`));
            });
          },
        );
        outgoing.once('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
