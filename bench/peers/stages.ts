import { round } from '../report.ts';
import type { Filled, Ingested, Sample, System } from './system.ts';
import { type Row, table } from './table.ts';
import {
  type Budget,
  expectedSearch,
  metricValue,
  type Plan,
  pointsOf,
  sumOfLastValues,
} from './workload.ts';

const OUT_OF_TIME = 'left out: the time of the benchmark was used up';

/** Points a second and bytes a point, each system on an empty folder each time. */
export async function ingestStage(
  systems: readonly System[],
  plan: Plan,
  budget: Budget,
): Promise<Row[]> {
  const results = new Map<System, Ingested[]>();
  const notes: Row[] = [];
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (const system of turn(systems, repeat)) {
      tell(`ingest, ${system.name}, ${repeat + 1} of ${plan.repeats}`);
      if (budget.isSpent()) {
        notes.push({ work: 'ingest', system: system.name, note: OUT_OF_TIME });
        continue;
      }
      try {
        results.set(system, [...(results.get(system) ?? []), await system.ingest()]);
      } catch (error) {
        notes.push({ work: 'ingest', system: system.name, note: messageOf(error) });
      }
    }
  }
  const check = (sample: Sample): string | null => {
    const size = sample.size ?? plan.ingest;
    if (sample.count !== pointsOf(size)) return `read back ${sample.count} of ${pointsOf(size)}`;
    return isNear(sample.last, sumOfLastValues(size)) ? null : 'last values differ';
  };
  const rows = systems.flatMap((system) => {
    const own = results.get(system) ?? [];
    const samples = own.flatMap((each) => each.samples);
    const perSecond = table('ingest, points/s', system.name, samples, check, (sample) =>
      Math.round(sample.count / sample.seconds),
    );
    const disk = own.map(({ disk: { bytes, points } }) => round(bytes / points));
    const points = own[0]?.disk.points ?? 0;
    return disk.length === 0
      ? perSecond
      : [
          ...perSecond,
          ...table(
            'disk, bytes/point',
            system.name,
            disk.map((last) => ({
              way: `whole data folder of ${points.toLocaleString('en')} points`,
              seconds: 0,
              count: 0,
              last,
            })),
            () => null,
            (sample) => sample.last,
          ),
        ];
  });
  return [...rows, ...notes];
}

/** One metric, reduced to about a thousand points and whole. */
export async function chartStage(
  systems: readonly System[],
  steps: number,
  plan: Plan,
  budget: Budget,
): Promise<Row[]> {
  const last = metricValue(0, 0, steps - 1);
  return readStage({
    work: `chart of ${steps.toLocaleString('en')} steps, ms`,
    workOf: (work, way) => (way.startsWith('all points') ? `${work}, all points` : work),
    systems,
    repeats: plan.chartRepeats,
    budget,
    fill: (system) => system.fillChart(steps),
    check: ({ count, last: found }) => {
      if (count !== steps) return `from ${count.toLocaleString('en')} of the points`;
      return isNear(found, last) ? null : 'last value differs';
    },
  });
}

/** The first page of the runs that a metric and a parameter select, best metric first. */
export async function searchStage(
  systems: readonly System[],
  runs: number,
  plan: Plan,
  budget: Budget,
): Promise<Row[]> {
  const { matches, best } = expectedSearch(runs);
  return readStage({
    work: `search of ${runs.toLocaleString('en')} runs, ms`,
    systems,
    repeats: plan.chartRepeats,
    budget,
    fill: (system) => system.fillSearch?.(runs) ?? null,
    check: ({ count, last }) => {
      if (count !== matches && count !== Math.min(50, matches)) return `found ${count}`;
      return isNear(last, best) ? null : 'another run came first';
    },
  });
}

interface ReadStage {
  readonly work: string;
  /** The work of one way of asking, where ways differ in what they give. */
  readonly workOf?: (work: string, way: string) => string;
  readonly systems: readonly System[];
  readonly repeats: number;
  readonly budget: Budget;
  readonly fill: (system: System) => Promise<Filled> | null;
  /** What is wrong with an answer, or null. */
  readonly check: (sample: Sample) => string | null;
}

/** All systems are filled first; then they read in turn, so that a noisy minute meets all alike. */
async function readStage({
  work,
  workOf,
  systems,
  repeats,
  budget,
  fill,
  check,
}: ReadStage): Promise<Row[]> {
  const filled = new Map<System, Filled>();
  const samples = new Map<System, Sample[]>();
  const notes: Row[] = [];
  const fail = (system: System, error: unknown): void => {
    notes.push({ work, system: system.name, note: messageOf(error) });
  };
  try {
    for (const system of systems) {
      tell(`${work}: filling ${system.name}`);
      if (budget.isSpent()) {
        notes.push({ work, system: system.name, note: OUT_OF_TIME });
        continue;
      }
      try {
        const own = await fill(system);
        if (own === null) notes.push({ work, system: system.name, note: 'has no such question' });
        else filled.set(system, own);
      } catch (error) {
        fail(system, error);
      }
    }
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const system of turn([...filled.keys()], repeat)) {
        try {
          const read = (await filled.get(system)?.read()) ?? [];
          samples.set(system, [...(samples.get(system) ?? []), ...read]);
        } catch (error) {
          fail(system, error);
          await filled.get(system)?.close();
          filled.delete(system);
        }
      }
    }
  } finally {
    for (const each of filled.values()) await each.close();
  }
  const rows = systems.flatMap((system) =>
    table(work, system.name, samples.get(system) ?? [], check, (sample) =>
      round(sample.seconds * 1000),
    ).map((row) => ({ ...row, work: workOf?.(work, String(row['way'])) ?? work })),
  );
  return [...rows, ...notes];
}

/** The systems, beginning with another one each time. */
function turn<T>(systems: readonly T[], repeat: number): readonly T[] {
  const first = repeat % Math.max(1, systems.length);
  return [...systems.slice(first), ...systems.slice(0, first)];
}

/** Sums of 32-bit floats in another order differ in the last digits. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}

function tell(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
