import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { commandLine, descendants, killProcesses } from '../support/process-tree.ts';
import { createSender, rowOf } from '../support/sender.ts';
import { TestServer } from '../support/server.ts';
import { createWire } from '../support/wire.ts';

const ADDRESS = { entity: 'admin', project: 'engine', run: 'steady' };

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.dispose());

describe('the column engine killed in mid-ingest', () => {
  it('comes back by itself; the server stays up and nothing acknowledged is missing or doubled', async () => {
    const wire = createWire(server.url, server.adminKey);
    const api = createApi(server.url, server.adminKey);
    await wire.createRun(ADDRESS);
    const sender = createSender(wire, ADDRESS);
    const serverPid = server.pid;

    for (let batch = 0; batch < 60; batch += 1) {
      const rows = Array.from({ length: 50 }, (_, index) => rowOf(batch * 50 + index));
      const sent = sender.send(rows);
      if (batch % 15 === 10) {
        const engines = descendants(serverPid);
        expect(engines.map(commandLine), 'the engine is a child process').not.toEqual([]);
        killProcesses(engines);
        expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      }
      await sent;
    }

    expect(server.pid).toBe(serverPid);
    expect(sender.refusals.every((status) => status === 503 || status === 429)).toBe(true);
    expect(sender.acknowledged.size).toBe(3000);
    const rows = await api.history(ADDRESS);
    expect(rows.map((row) => [row.get('_step'), row.get('squared')])).toEqual(
      Array.from({ length: 3000 }, (_, step) => [step, step * step]),
    );
    const { series } = await api.series('admin', 'engine', {
      runs: [ADDRESS.run],
      keys: ['half'],
      buckets: 50,
    });
    expect(series[0]?.count).toBe(3000);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});
