import type { Wire } from './wire.ts';

/** A run to make: its config and summary, and the rows of its history. */
export interface MadeRun {
  readonly run: string;
  readonly displayName?: string;
  readonly tags?: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** It goes on; else it is finished. */
  readonly isRunning?: boolean;
}

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $entity: String, $display: String, $config: JSONString, $summary: JSONString, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, displayName: $display, config: $config, summaryMetrics: $summary, tags: $tags}) {
    bucket { id }
  }
}`;
const AT_ONCE = 8;

/** Makes runs as the client does, some at once, in the order given as far as that lets. */
export async function makeRuns(
  wire: Wire,
  { entity, project }: { readonly entity: string; readonly project: string },
  runs: readonly MadeRun[],
): Promise<void> {
  const waiting = [...runs];
  const worker = async (): Promise<void> => {
    for (let made = waiting.shift(); made !== undefined; made = waiting.shift()) {
      await makeRun(wire, { entity, project }, made);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function makeRun(
  wire: Wire,
  { entity, project }: { readonly entity: string; readonly project: string },
  { run, displayName, tags, config, summary, rows = [], isRunning = false }: MadeRun,
): Promise<void> {
  const wrapped = Object.entries(config).map(([key, value]) => [key, { value }]);
  const answer = await wire.graphql(UPSERT, {
    entity,
    project,
    name: run,
    display: displayName ?? run,
    config: JSON.stringify(Object.fromEntries(wrapped)),
    summary: JSON.stringify(summary),
    tags: tags ?? null,
  });
  const body = JSON.parse(answer.text) as { errors?: unknown };
  if (answer.status !== 200 || body.errors !== undefined) {
    throw new Error(`The run was refused with ${answer.status}: ${answer.text}`);
  }
  const address = { entity, project, run };
  if (rows.length > 0) {
    await wire.postRows(
      address,
      0,
      rows.map((row, step) => JSON.stringify({ _step: step, _timestamp: 1.7e9 + step, ...row })),
    );
  }
  if (!isRunning) await wire.post(address, { complete: true, exitcode: 0 });
}

/** A sweep over learning rates, models and seeds, whose numbers follow from them. */
export function sweepRuns(count: number, steps: number): readonly MadeRun[] {
  return Array.from({ length: count }, (_, index) => {
    const lr = [0.1, 0.03, 0.01, 0.003][index % 4] ?? 0.1;
    const model = index % 3 === 0 ? 'resnet50' : index % 3 === 1 ? 'vit-b' : 'convnext';
    const seed = Math.floor(index / 12);
    const floor = 0.2 + lr + (index % 3) * 0.05 + (seed % 5) * 0.01;
    const lossAt = (step: number) =>
      floor + 2 * Math.exp(-step / 40) + Math.sin(step * 0.7 + index) * 0.03;
    const rows = Array.from({ length: steps }, (_row, step) => ({
      'train/loss': lossAt(step),
      'train/lr': lr * (1 - step / Math.max(1, steps)),
      'val/loss': lossAt(step) + 0.08,
      'val/accuracy': Math.min(0.99, 1 - lossAt(step) / 3),
      epoch: Math.floor(step / 10),
    }));
    const last = rows.at(-1) ?? {};
    return {
      run: `run${String(index).padStart(6, '0')}`,
      displayName: `${model}-lr${lr}-s${seed}`,
      config: { lr, model, seed, batch_size: 32 << (index % 3), use_ema: index % 2 === 0 },
      summary: { ...last, 'best/accuracy': 0.6 + (index % 37) / 100 },
      rows,
    };
  });
}
