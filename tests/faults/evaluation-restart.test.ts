import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EvaluationComparison } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { writeEvaluation } from '../support/evaluation-wire.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createTraceServer } from '../support/weave.ts';

const PROJECT = 'admin/restarted';
/** Enough calls for what is read of them to be kept. */
const ROWS = 600;
const [BASE, BETTER, OTHER] = ['a', 'b', 'c'].map((letter) => letter.repeat(32)) as [
  string,
  string,
  string,
];

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.dispose());

const compare = async (...ids: string[]): Promise<EvaluationComparison> => {
  const answer = await createApi(server.url, server.adminKey).send(
    'POST',
    `/api/v1/projects/${PROJECT}/evaluations/compare`,
    { ids },
  );
  expect(answer.status, answer.text).toBe(200);
  return JSON.parse(answer.text);
};

/** What the server has kept, read and changed while it is not there, or read beside it. */
function withKept<Value>(act: (database: DatabaseSync) => Value): Value {
  const database = new DatabaseSync(join(server.dataDirectory, 'metadata.sqlite'));
  try {
    return act(database);
  } finally {
    database.close();
  }
}

const rowsOf = (table: 'kept_trials' | 'kept_outlines') =>
  withKept((database) =>
    database
      .prepare(`select evaluation_id, stamp, written_at from ${table} order by evaluation_id`)
      .all(),
  );

it('reads evaluations when they end, and shows them after a restart without reading their calls again', async () => {
  const traces = createTraceServer(server);
  const passes = { [BASE]: 0.5, [BETTER]: 0.75, [OTHER]: 0.25 };
  for (const [id, share] of Object.entries(passes)) {
    await writeEvaluation(traces, PROJECT, {
      id,
      name: id.slice(0, 1),
      model: 'm',
      rows: ROWS,
      trial: (row) => ({ output: `${row}`, scores: { right: row % 4 < share * 4 }, tokens: 10 }),
    });
  }
  // Nobody has asked for them: the job of each has.
  for (const table of ['kept_trials', 'kept_outlines'] as const) {
    await waitFor(async () => (rowsOf(table).length === 3 ? true : null), {
      until: `${table} of all three`,
      timeoutMs: 60_000,
    });
  }
  const before = await compare(BASE, BETTER);
  expect(before.metrics[0]?.estimates.map((one) => one?.mean)).toEqual([0.5, 0.75]);
  await server.stop();
  const kept = rowsOf('kept_outlines');
  // What tells where figures come from: one evaluation is given what was kept of another.
  withKept((database) =>
    database
      .prepare(
        `update kept_outlines set content =
           (select content from kept_outlines where evaluation_id = ?) where evaluation_id = ?`,
      )
      .run(BETTER, OTHER),
  );
  await server.start();
  expect(await compare(BASE, BETTER)).toEqual(before);
  expect((await compare(OTHER)).metrics[0]?.estimates[0]?.mean).toBe(0.75);
  expect(rowsOf('kept_outlines')).toEqual(kept);
  // Its calls are read as soon as they are no longer what was kept.
  const [call] = await traces.lines('/calls/stream_query', {
    project_id: PROJECT,
    filter: { parent_ids: [OTHER] },
    limit: 1,
  });
  await traces.post('/calls/delete', { project_id: PROJECT, call_ids: [call?.['id']] });
  const { evaluations, metrics } = await compare(OTHER);
  expect(evaluations[0]?.trialCount).toBe(ROWS - 1);
  expect(metrics[0]?.estimates[0]?.mean).toBeLessThan(0.3);
});
