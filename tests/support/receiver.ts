import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './waiting.ts';

/** One request that a webhook heard. */
export interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody's webhook on loopback: keeps what it hears and answers what it is told to. */
export class Receiver {
  readonly heard: Heard[] = [];
  /** Statuses for the next requests, by path; 200 when there are none. */
  readonly answers = new Map<string, number[]>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        const body = Buffer.concat(chunks).toString('utf8');
        receiver.heard.push({ path, headers: request.headers, body });
        response.writeHead(receiver.answers.get(path)?.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  at(path: string): readonly Heard[] {
    return this.heard.filter((one) => one.path === path);
  }

  async hears(path: string, count = 1): Promise<readonly Heard[]> {
    const until = `${path} was called ${count} times`;
    return waitFor(() => this.at(path).length >= count && this.at(path), { until });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
