import { afterAll, beforeAll } from 'vitest';
import { type Api, createApi } from './api.ts';
import { type ClientMachine, createClientMachine } from './clients.ts';
import { type ServerOptions, TestServer } from './server.ts';

/** One server with a client's machine and our API pointed at it, for the tests of one file. */
export interface Stage {
  readonly server: TestServer;
  readonly machine: ClientMachine;
  readonly api: Api;
}

/** Sets the stage before the tests of the file and clears it after them. */
export function setStage(options: ServerOptions = {}): Stage {
  let stage: Stage | undefined;
  const current = (): Stage => {
    if (stage === undefined) throw new Error('The stage stands only while tests run.');
    return stage;
  };
  beforeAll(async () => {
    const server = await TestServer.start(options);
    const machine = await createClientMachine(server);
    stage = { server, machine, api: createApi(server.url, server.adminKey) };
  });
  afterAll(async () => {
    await stage?.machine.dispose();
    await stage?.server.dispose();
  });
  return {
    get server() {
      return current().server;
    },
    get machine() {
      return current().machine;
    },
    get api() {
      return current().api;
    },
  };
}
