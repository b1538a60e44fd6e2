import type { RunAddress } from './api.ts';
import type { Wire } from './wire.ts';

/** A run to draw: what it is called, what it was trained with, and what it logged. */
export interface RunToDraw extends RunAddress {
  readonly label?: string;
  readonly group?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly steps: number;
  /** Further members of the row of a step, as JSON; NaN and infinities as the client writes them. */
  readonly row: (step: number) => string;
  /** Seconds of a step. */
  readonly secondsPerStep?: number;
}

const ROWS_PER_REQUEST = 20_000;
const STARTED_AT = 1.7e9;

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString, $group: String, $label: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config, groupName: $group, displayName: $label}) {
    bucket { id }
  }
}`;

/** Makes the run by the client's protocol and sends its history, request by request. */
export async function drawRun(wire: Wire, run: RunToDraw): Promise<void> {
  const { entity, project, run: name, steps, row, secondsPerStep = 1 } = run;
  const config = Object.fromEntries(
    Object.entries(run.config ?? {}).map(([key, value]) => [key, { value }]),
  );
  const answer = await wire.graphql(UPSERT, {
    entity,
    project,
    name,
    config: JSON.stringify(config),
    group: run.group ?? null,
    label: run.label ?? name,
  });
  if (answer.status !== 200 || answer.text.includes('"errors"')) {
    throw new Error(`The run was refused with ${answer.status}: ${answer.text}`);
  }
  await appendRows(wire, run, 0, steps, row, secondsPerStep);
}

/** Sends the rows of some steps. */
export async function appendRows(
  wire: Wire,
  address: RunAddress,
  from: number,
  to: number,
  row: (step: number) => string,
  secondsPerStep = 1,
): Promise<void> {
  for (let first = from; first < to; first += ROWS_PER_REQUEST) {
    const lines = Array.from({ length: Math.min(ROWS_PER_REQUEST, to - first) }, (_, index) => {
      const step = first + index;
      const seconds = step * secondsPerStep;
      return `{${row(step)},"_step":${step},"_timestamp":${STARTED_AT + seconds},"_runtime":${seconds}}`;
    });
    const answer = await wire.postRows(address, first, lines);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  }
}

/** Numbers that look like chance and are the same each time. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
