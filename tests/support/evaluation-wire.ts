import { createHash } from 'node:crypto';
import type { TraceServer } from './weave.ts';

/** One evaluation as it is written call by call, for more of them than a client would make in a test. */
export interface WiredEvaluation {
  /** Hexadecimal, of its call. */
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly rows: number;
  /** What a trial gives; null for an example that was never tried. */
  readonly trial: (row: number) => {
    readonly output: unknown;
    readonly scores: Readonly<Record<string, unknown>>;
    readonly exception?: string;
    readonly latencyMs?: number;
    readonly tokens?: number;
  } | null;
  readonly example?: (row: number) => unknown;
  /** The dataset as the evaluation names it. */
  readonly dataset?: string;
  /** Has not ended yet. */
  readonly isRunning?: boolean;
}

const AT_ONCE = 1_000;

/** Writes an evaluation with its trials as the Python client does, children before their parent. */
export async function writeEvaluation(
  traces: TraceServer,
  project: string,
  evaluation: WiredEvaluation,
): Promise<void> {
  const { id, name, model, rows, trial, isRunning = false } = evaluation;
  const { example = (row: number) => ({ question: `Question ${row}`, expected: `${row}` }) } =
    evaluation;
  // One of which nothing was heard for long does not go on any more.
  const startedAt = isRunning
    ? Date.now()
    : Date.UTC(2026, 10, 1) + Number.parseInt(id.slice(-4), 16) * 60_000;
  const time = (afterMs: number) => new Date(startedAt + afterMs).toISOString();
  const evaluationRef = ref(project, 'object', evaluation.dataset ?? 'wired');
  const modelRef = ref(project, 'object', model);
  const op = (op: string) => ref(project, 'op', op);
  const common = { project_id: project, trace_id: id, attributes: {}, exception: null };
  const calls: unknown[] = [];
  for (let row = 0; row < rows; row += 1) {
    const made = trial(row);
    if (made === null) continue;
    const { output, scores, exception = null, latencyMs = 20, tokens } = made;
    const own = createHash('sha256').update(`${id} ${row}`).digest('hex');
    const [from, to] = [time(row), time(row + latencyMs)];
    const usage = tokens === undefined ? {} : { usage: { 'gpt-4o-mini': useOf(tokens) } };
    calls.push(
      {
        ...common,
        id: own.slice(0, 32),
        parent_id: own.slice(32),
        op_name: op(`${model}.predict`),
        started_at: from,
        ended_at: to,
        inputs: { self: modelRef, ...Object(example(row)) },
        output,
        exception,
        summary: usage,
      },
      {
        ...common,
        id: own.slice(32),
        parent_id: id,
        op_name: op('Evaluation.predict_and_score'),
        started_at: from,
        ended_at: to,
        inputs: { self: evaluationRef, model: modelRef, example: example(row) },
        output: { output, scores, model_latency: latencyMs / 1_000 },
        summary: usage,
      },
    );
  }
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    await send(traces, `/v2/${project}/calls/complete`, { batch: calls.slice(at, at + AT_ONCE) });
  }
  const root = {
    ...common,
    id,
    parent_id: null,
    op_name: op('Evaluation.evaluate'),
    display_name: name,
    started_at: time(0),
    inputs: { self: evaluationRef, model: modelRef },
  };
  if (isRunning) {
    await send(traces, `/v2/${project}/call/start`, { start: root });
    return;
  }
  const whole = { ...root, ended_at: time(rows + 100), output: {}, summary: {} };
  await send(traces, `/v2/${project}/calls/complete`, { batch: [whole] });
}

/** An id that tests can read: evaluations with larger numbers began later. */
export const evaluationId = (number: number): string => number.toString(16).padStart(32, '0');

const ref = (project: string, kind: 'op' | 'object', name: string): string =>
  `weave:///${project}/${kind}/${name}:${createHash('sha256').update(name).digest('hex').slice(0, 43)}`;

const useOf = (tokens: number) => ({
  requests: 1,
  prompt_tokens: tokens,
  completion_tokens: 0,
  total_tokens: tokens,
});

async function send(traces: TraceServer, path: string, body: unknown): Promise<void> {
  const { status, text } = await traces.post(path, body);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
}
