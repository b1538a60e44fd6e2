import { setImmediate } from 'node:timers/promises';
import { bucketOf, chooseGrid, type Grid, isIdentity } from '@runloom/model';
import { invalid } from '../../../platform/errors.ts';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import { type BucketLine, bucketReads, toInt64 } from './bucket-read.ts';
import { mapAtOnce } from './concurrency.ts';
import { extentOf, unite } from './extent.ts';
import { looksBack, type Measure, numbersOfRun, type RunNumbers } from './measure.ts';
import { type RowWish, readRunRows } from './row-read.ts';
import { lineInView, type WholeLine, wholeLine } from './run-line.ts';
import type { Axis, PanelPlan, RunLine, Span } from './types.ts';

/** Statements of one panel that run side by side. */
const READS_AT_ONCE = 3;
/** Points computed before others get their turn on the event loop. */
const POINTS_PER_TURN = 100_000;
/** Points of lines that are kept between finding the ends of x and drawing. */
const KEPT_POINTS = 4_000_000;
/** A grid that an earlier view was drawn on may be finer than this one needs, but not by more. */
const MAX_BUCKETS_OF_LINE = 32_768;

/** Lines of the runs, by measure and run; runs that have none are missing. */
export interface PanelLines {
  readonly lines: ReadonlyMap<Measure, ReadonlyMap<Run, RunLine>>;
  readonly grid: Grid | null;
}

export interface LineWish {
  readonly runs: readonly Run[];
  /** Runs that are not drawn but whose ends count. */
  readonly hidden: readonly Run[];
  readonly measures: readonly Measure[];
  readonly plan: PanelPlan;
  readonly bucketWidth: number | null;
}

/**
 * Lines of a panel, each computed from every point: whole where it has no more points in view than the
 * chart has buckets, else as buckets of a grid that the view decides. Metrics as they were logged over
 * steps or times are put into buckets by the engine; all other lines are computed here, row by row.
 * @throws RunloomError
 */
export async function readLines(columns: ColumnStore, wish: LineWish): Promise<PanelLines> {
  const { plan } = wish;
  return plan.axis.kind === 'measure'
    ? overMeasure(columns, wish)
    : overPosition(columns, wish, { ...plan, axis: plan.axis });
}

async function overPosition(
  columns: ColumnStore,
  { runs, hidden, measures, bucketWidth }: LineWish,
  plan: PanelPlan & { readonly axis: Exclude<Axis, { kind: 'measure' }> },
): Promise<PanelLines> {
  const keys = measures.flatMap((measure) => measure.keys.slice(0, 1));
  const whole =
    plan.range ?? (await extentOf(columns, [...runs, ...hidden], plan.stream, keys, plan.axis));
  const lines = new Map<Measure, Map<Run, RunLine>>(
    measures.map((measure) => [measure, new Map()]),
  );
  if (whole === null) return { lines, grid: null };
  const grid = gridOf(whole, plan, bucketWidth);
  const isPlain = (measure: Measure): boolean =>
    measure.expression === null && isIdentity(plan.smoothing) && grid !== null;
  const rowRuns = new Map<Measure, Run[]>();
  const tasks: { measure: Measure; read: () => Promise<readonly BucketLine[]> }[] = [];
  for (const measure of measures) {
    const few = isPlain(measure) ? runs.filter((run) => hasFewLines(run, plan)) : runs;
    rowRuns.set(measure, [...few]);
    if (few.length === runs.length || grid === null) continue;
    const many = runs.filter((run) => !hasFewLines(run, plan));
    const span = await narrowed(columns, many, whole, plan, keys);
    if (span === null) continue;
    for (const read of bucketReads(columns, many, measure.keys[0] ?? '', plan, span, grid)) {
      tasks.push({ measure, read });
    }
  }
  const answers = await mapAtOnce(tasks, READS_AT_ONCE, ({ read }) => read());
  for (const [index, answer] of answers.entries()) {
    const { measure } = tasks[index] as (typeof tasks)[number];
    for (const { line, count, isSettled } of answer) {
      if (isSettled && count > plan.buckets) lines.get(measure)?.set(line.run, line);
      else rowRuns.get(measure)?.push(line.run);
    }
  }
  const rangeOfX = plan.rangeOfX ?? whole.max - whole.min;
  await mapAtOnce([...rowRuns], READS_AT_ONCE, async ([measure, some]) => {
    for await (const line of wholeLines(columns, some, measure, plan, plan.range)) {
      const drawn = lineInView(line, plan, grid, rangeOfX);
      if (drawn !== null) lines.get(measure)?.set(line.rows.run, drawn);
    }
  });
  return { lines, grid };
}

/** The view as far as these runs reach: empty stretches need no cells. */
async function narrowed(
  columns: ColumnStore,
  runs: readonly Run[],
  view: Span,
  plan: PanelPlan & { readonly axis: Exclude<Axis, { kind: 'measure' }> },
  keys: readonly string[],
): Promise<Span | null> {
  const reach = await extentOf(columns, runs, plan.stream, keys, plan.axis);
  if (reach === null) return null;
  const span = { min: Math.max(view.min, reach.min), max: Math.min(view.max, reach.max) };
  return span.min <= span.max ? span : null;
}

const hasFewLines = (run: Run, { stream, buckets }: PanelPlan): boolean =>
  (stream === 'history' ? run.historyLineCount : run.eventsLineCount) <= buckets;

async function overMeasure(
  columns: ColumnStore,
  { runs, hidden, measures, plan, bucketWidth }: LineWish,
): Promise<PanelLines> {
  const lines = new Map<Measure, Map<Run, RunLine>>(
    measures.map((measure) => [measure, new Map()]),
  );
  const kept = new Map<Measure, WholeLine[]>();
  let whole = plan.range;
  let isKept = true;
  if (whole === null) {
    // The ends of x are known only when all of it was evaluated once.
    let points = 0;
    for (const measure of measures) {
      kept.set(measure, []);
      for await (const line of wholeLines(columns, [...runs, ...hidden], measure, plan, null)) {
        const { x: places } = line.points;
        if (places.length === 0) continue;
        whole = unite(whole, { min: places[0] as number, max: places.at(-1) as number });
        points += places.length;
        if (points > KEPT_POINTS) isKept = false;
        if (isKept) kept.get(measure)?.push(line);
        else kept.clear();
      }
    }
    if (whole === null) return { lines, grid: null };
  } else isKept = false;
  const grid = gridOf(whole, plan, bucketWidth);
  const drawnRuns = new Set(runs);
  const rangeOfX = plan.rangeOfX ?? whole.max - whole.min;
  for (const measure of measures) {
    const source = isKept
      ? (kept.get(measure) ?? [])
      : wholeLines(columns, runs, measure, plan, null);
    for await (const line of source) {
      if (!drawnRuns.has(line.rows.run)) continue;
      const drawn = lineInView(line, plan, grid, rangeOfX);
      if (drawn !== null) lines.get(measure)?.set(line.rows.run, drawn);
    }
  }
  return { lines, grid };
}

function gridOf(span: Span, plan: PanelPlan, pinned: number | null): Grid | null {
  if (pinned === null) return chooseGrid(span, plan.buckets, plan.axis.kind === 'step');
  if (plan.axis.kind === 'step' && !Number.isInteger(pinned)) {
    throw invalid(`Buckets of steps are a whole number of steps wide, not ${pinned}.`);
  }
  const count = bucketOf(span.max, pinned) - bucketOf(span.min, pinned) + 1;
  if (!(count <= MAX_BUCKETS_OF_LINE)) {
    throw invalid(
      `With buckets ${pinned} wide the view would have ${count.toLocaleString('en')} of them; at most ${MAX_BUCKETS_OF_LINE.toLocaleString('en')}. Leave bucketWidth out, or ask for a smaller range.`,
    );
  }
  return { width: pinned };
}

/** Evaluates the measure over the rows of the runs. Runs that lack a number it names have no line. */
export async function* wholeLines(
  columns: ColumnStore,
  runs: readonly Run[],
  measure: Measure,
  plan: PanelPlan,
  range: Span | null,
): AsyncGenerator<WholeLine> {
  const { axis } = plan;
  const x = axis.kind === 'measure' ? axis.measure : null;
  const keys = [...new Set([...measure.keys, ...(x?.keys ?? [])])];
  const numbers = new Map<Run, RunNumbers>(runs.map((run) => [run, numbersOfRun(run)]));
  const wanted = [...measure.ofRun, ...(x?.ofRun ?? [])];
  const able = runs.filter((run) =>
    wanted.every((reference) => numbers.get(run)?.numberOf(reference) !== null),
  );
  const wish: RowWish = {
    stream: plan.stream,
    keys,
    withTime: axis.kind === 'time' || measure.usesTime || x?.usesTime === true,
    steps: stepsNeeded(measure, plan, range),
  };
  let sinceTurn = 0;
  for await (const rows of readRunRows(columns, able, wish)) {
    const own = numbers.get(rows.run);
    if (own !== undefined) yield wholeLine(rows, keys, measure, axis, own);
    sinceTurn += rows.step.length;
    if (sinceTurn < POINTS_PER_TURN) continue;
    sinceTurn = 0;
    await setImmediate();
  }
}

/** Of an axis of steps nothing outside of the view is read, unless what is in it depends on it. */
function stepsNeeded(measure: Measure, plan: PanelPlan, range: Span | null): RowWish['steps'] {
  if (range === null || plan.axis.kind !== 'step') return null;
  const isSmoothed = !isIdentity(plan.smoothing);
  if (isSmoothed && (plan.smoothing.kind === 'gaussian' || plan.smoothing.kind === 'average'))
    return null;
  const from = isSmoothed || looksBack(measure.expression) ? Number.NEGATIVE_INFINITY : range.min;
  return { from: toInt64(Math.ceil(from)), to: toInt64(Math.floor(range.max)) };
}
