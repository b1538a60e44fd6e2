import { createHash } from 'node:crypto';
import type { TestServer } from '../tests/support/server.ts';
import { createTraceServer, type TraceServer } from '../tests/support/weave.ts';

const EVALUATIONS = 5;
/** Trials of which the calls go in one request, each a trial with its model and two scorers. */
const TRIALS_AT_ONCE = 250;
export const PROJECT = 'admin/bench';
const START = Date.UTC(2026, 10, 1);

export interface FilledEvaluations {
  readonly ids: readonly string[];
  /** References to the rows of the dataset. */
  readonly rows: readonly string[];
}

/** Writes five evaluations of so many examples, one after the other, as the Python client does. */
export async function fillEvaluations(
  server: TestServer,
  examples: number,
): Promise<FilledEvaluations> {
  const traces = createTraceServer(server);
  const ids = Array.from({ length: EVALUATIONS }, (_, at) => hexOf(`evaluation ${at}`));
  const rows = await publishRows(traces, examples);
  for (const [at, id] of ids.entries()) await fill(traces, id, at, rows);
  return { ids, rows };
}

/** Writes one more, of the same rows. @returns its id */
export async function fillAnother(
  server: TestServer,
  { ids, rows }: FilledEvaluations,
): Promise<string> {
  const id = hexOf(`evaluation ${ids.length}`);
  await fill(createTraceServer(server), id, ids.length, rows);
  return id;
}

/** Publishes a dataset as clients do; answers the references to its rows. */
async function publishRows(traces: TraceServer, examples: number): Promise<readonly string[]> {
  const rows = Array.from({ length: examples }, (_, row) => ({
    question: `What does the handbook say of case ${row}, and where? ${ANSWER.slice(0, 140)}`,
    expected: `by form ${row % 40}`,
  }));
  const table = await send(traces, '/table/create', { table: { project_id: PROJECT, rows } });
  const { digest, row_digests } = JSON.parse(table) as { digest: string; row_digests: string[] };
  const val = { _type: 'Dataset', rows: `weave:///${PROJECT}/table/${digest}` };
  const made = await send(traces, '/obj/create', {
    obj: { project_id: PROJECT, object_id: 'questions', val },
  });
  const { digest: dataset } = JSON.parse(made) as { digest: string };
  return row_digests.map(
    (row) => `weave:///${PROJECT}/object/questions:${dataset}/attr/rows/id/${row}`,
  );
}

/** One evaluation as the Python client writes it: rows by reference, scores in the trial and by call. */
async function fill(
  traces: TraceServer,
  id: string,
  at: number,
  rows: readonly string[],
): Promise<void> {
  const root = `weave:///${PROJECT}`;
  const time = (ms: number) => new Date(START + at * 3_600_000 + ms).toISOString();
  const common = { project_id: PROJECT, trace_id: id, attributes: {}, exception: null };
  for (let from = 0; from < rows.length; from += TRIALS_AT_ONCE) {
    const trials = rows
      .slice(from, from + TRIALS_AT_ONCE)
      .flatMap((example, row) => trialOf(id, at, from + row, example, time, common));
    await complete(traces, trials);
  }
  await complete(traces, [
    {
      ...common,
      id,
      parent_id: null,
      op_name: `${root}/op/Evaluation.evaluate:abc`,
      display_name: `evaluation ${at}`,
      started_at: time(0),
      ended_at: time(rows.length + 100),
      inputs: { self: `${root}/object/quiz:abc`, model: `${root}/object/model-${at}:abc` },
      output: {},
      summary: {},
    },
  ]);
}

const ANSWER = 'It says in the handbook that what was asked for is done by the form. '.repeat(14);

function trialOf(
  evaluation: string,
  at: number,
  row: number,
  example: string,
  time: (ms: number) => string,
  common: object,
): readonly object[] {
  const id = hexOf(`${evaluation} ${row}`);
  const chance = Number.parseInt(hexOf(`${row} ${at}`).slice(0, 6), 16) / 2 ** 24;
  const root = `weave:///${PROJECT}`;
  const scores = { right: { passed: chance < 0.8 + at / 50, words: row % 40 }, close: chance };
  const output = `${ANSWER}${row}`;
  const usage = {
    'gpt-4o-mini': { requests: 1, prompt_tokens: 200, completion_tokens: 90, total_tokens: 290 },
  };
  const own = (name: string, rest: object) => ({
    ...common,
    id: hexOf(`${id} ${name}`),
    parent_id: id,
    op_name: `${root}/op/${name}:abc`,
    started_at: time(row),
    ended_at: time(row + 20 + Math.floor(chance * 50)),
    summary: {},
    ...rest,
  });
  return [
    own('Model.predict', {
      inputs: { self: `${root}/object/model-${at}:abc`, question: `${example}/key/question` },
      output,
      summary: { usage },
    }),
    own('right', { inputs: { output, expected: `${example}/key/expected` }, output: scores.right }),
    own('close', { inputs: { output, expected: `${example}/key/expected` }, output: scores.close }),
    {
      ...own('Evaluation.predict_and_score', {}),
      id,
      parent_id: evaluation,
      inputs: {
        self: `${root}/object/quiz:abc`,
        model: `${root}/object/model-${at}:abc`,
        example,
      },
      output: { output, scores, model_latency: 0.03 },
      summary: { usage },
    },
  ];
}

const hexOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);

const complete = (traces: TraceServer, batch: readonly object[]) =>
  send(traces, `/v2/${PROJECT}/calls/complete`, { batch });

async function send(traces: TraceServer, path: string, body: unknown): Promise<string> {
  const { status, text } = await traces.post(path, body);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
  return text;
}
