import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What is looked at of an answer to `createArtifactFiles`. */
interface FilesAnswer {
  readonly data?: {
    readonly createArtifactFiles?: {
      readonly files: {
        readonly edges: readonly { readonly node: { uploadUrl: string | null } }[];
      };
    };
  };
}

export interface UploadsElsewhere {
  readonly url: string;
  /** Files for which the client was sent to the other server. */
  sentElsewhere(): number;
  close(): Promise<void>;
}

/**
 * Stands before the server and hands everything on, but tells the client to send files that the server
 * has already, and would not ask for, to another server. So the stock client does all that it does with an
 * artifact, its commit by the real server included, while its uploads cost what that other server costs.
 */
export async function startUploadsElsewhere(
  serverUrl: string,
  otherUrl: string,
): Promise<UploadsElsewhere> {
  let sent = 0;

  function sendElsewhere(text: string): string {
    const answer = JSON.parse(text) as FilesAnswer;
    for (const { node } of answer.data?.createArtifactFiles?.files.edges ?? []) {
      if (node.uploadUrl !== null)
        throw new Error('The server asked for a file that it should have.');
      node.uploadUrl = `${otherUrl}/${sent}`;
      sent += 1;
    }
    return JSON.stringify(answer);
  }

  async function handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const answer = await ask(`${serverUrl}${request.url}`, request, body);
    const text = await buffer(answer);
    const names = body.includes('createArtifactFiles(');
    const told = names ? Buffer.from(sendElsewhere(text.toString())) : text;
    response.writeHead(answer.statusCode ?? 502, {
      ...answer.headers,
      'content-length': told.byteLength,
    });
    response.end(told);
  }

  const server = createServer((request, response) => {
    handOn(request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sentElsewhere: () => sent,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The answer uncompressed, in one piece or many. The server hears its own name, by which it signs addresses. */
async function ask(url: string, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const {
    host: _host,
    'accept-encoding': _encoding,
    ...headers
  }: IncomingHttpHeaders = request.headers;
  const asked = send(url, { method: request.method, headers });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  delete answer.headers['transfer-encoding'];
  return answer;
}
