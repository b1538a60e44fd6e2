import {
  bucketOf,
  type GroupLine,
  type GroupMember,
  groupLine,
  isIdentity,
  type PanelData,
  type PanelLine,
  type ParsedPanelRequest,
  smooth,
} from '@runloom/model';
import { RunloomError } from '../../../platform/errors.ts';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import { withinLimits } from '../read-limits.ts';
import type { PanelRuns } from '../types.ts';
import { keysAmong, unite } from './extent.ts';
import { groupRuns, type RunGroup } from './groups.ts';
import { type LineWish, type PanelLines, readLines } from './lines.ts';
import { numbersOfRun } from './measure.ts';
import { checkSize, type Measures, type Problem, planPanel, readMeasures } from './plan.ts';
import { withSurroundings } from './surroundings.ts';
import type { PanelPlan, RunLine, Span } from './types.ts';

const EMPTY: PanelData = {
  error: null,
  problems: [],
  span: null,
  grid: null,
  groups: [],
  lines: [],
};

/**
 * Reads one panel. What is wrong with it is part of the answer, so that other panels are not affected.
 * @throws what is no fault of the request: the store can't be reached
 */
export async function readPanel(
  columns: ColumnStore,
  runs: PanelRuns,
  panel: ParsedPanelRequest,
): Promise<PanelData> {
  try {
    return await withinLimits(drawPanel(columns, runs, panel));
  } catch (error) {
    if (!(error instanceof RunloomError) || error.code === 'unavailable') throw error;
    const { code, message, data } = error;
    const hasData = Object.keys(data).length > 0;
    return { ...EMPTY, error: { code, message, ...(hasData ? { data: { ...data } } : {}) } };
  }
}

async function drawPanel(
  columns: ColumnStore,
  { runs, hidden, userOf }: PanelRuns,
  panel: ParsedPanelRequest,
): Promise<PanelData> {
  checkSize(runs.length, panel);
  const measures = readMeasures(panel.y);
  const asked = planPanel(panel);
  const groups = panel.group === null ? [] : groupRuns(runs, panel.group.grouping, userOf);
  const drawn = panel.group === null ? runs : [...new Set(groups.flatMap((group) => group.runs))];
  const plan: PanelPlan =
    panel.group === null ? asked : { ...asked, columns: ['mean'], smoothing: { kind: 'none' } };
  const wish: LineWish = {
    runs: drawn,
    hidden,
    measures: [...measures.read.values()],
    plan,
    bucketWidth: panel.bucketWidth,
  };
  const read = drawn.length === 0 ? NOTHING : await readLines(columns, wish);
  const problems = [...measures.problems, ...(await missing(columns, drawn, measures, plan, read))];
  const lines =
    panel.group === null
      ? runLines(runs, measures, plan, read)
      : await groupLines(columns, groups, measures, panel, asked, wish, read);
  return {
    error: null,
    problems: problems.sort((a, b) => (a.y ?? -1) - (b.y ?? -1)),
    span: spanOf(read),
    grid: read.grid,
    groups: groups.map(({ label, values, runs: members }) => ({
      label,
      values: [...values],
      runs: members.map((run) => run.name),
    })),
    lines,
  };
}

const NOTHING: PanelLines = { lines: new Map(), grid: null };

function spanOf({ lines }: PanelLines): Span | null {
  let span: Span | null = null;
  for (const ofMeasure of lines.values()) {
    for (const line of ofMeasure.values()) {
      const { x } = line.kind === 'points' ? line.points : line.buckets;
      const first = line.kind === 'points' ? (x[0] as number) : line.firstX;
      span = unite(span, { min: first, max: x[x.length - 1] as number });
    }
  }
  return span;
}

/** Why a measure has no line, or not all runs have one. */
async function missing(
  columns: ColumnStore,
  runs: readonly Run[],
  { read }: Measures,
  { stream, axis, range }: PanelPlan,
  found: PanelLines,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const say = (y: number, message: string): void => {
    problems.push({ y, code: 'not_found', message });
  };
  if (runs.length === 0) {
    return [{ y: null, code: 'not_found', message: 'There are no runs to draw here.' }];
  }
  for (const [y, measure] of read) {
    const x = axis.kind === 'measure' ? axis.measure : null;
    for (const reference of [...measure.ofRun, ...(x?.ofRun ?? [])]) {
      const lacking = runs.filter((run) => numbersOfRun(run).numberOf(reference) === null).length;
      if (lacking === 0) continue;
      say(
        y,
        `${lacking} of ${runs.length} runs have no number at ${reference.source} ${JSON.stringify(reference.name)} and are left out.`,
      );
    }
    if ((found.lines.get(measure)?.size ?? 0) > 0) continue;
    const keys = [...measure.keys, ...(x?.keys ?? [])];
    const known = await keysAmong(columns, runs, stream, keys);
    const unknown = keys.filter((key) => !known.has(key));
    const names = unknown.map((key) => JSON.stringify(key)).join(', ');
    if (unknown.length > 0) {
      const hint =
        measure.expression !== null && measure.label.includes('/')
          ? ' In an expression / divides; a name with / stands in backticks or quotes.'
          : '';
      say(y, `None of the ${runs.length} runs logged ${names}.${hint}`);
    } else if (range !== null)
      say(y, `There are no points of ${JSON.stringify(measure.label)} in view.`);
    else if (keys.length > 1) {
      say(y, `No row has all of ${keys.map((key) => JSON.stringify(key)).join(', ')}.`);
    }
  }
  return problems;
}

function runLines(
  runs: readonly Run[],
  { read }: Measures,
  plan: PanelPlan,
  found: PanelLines,
): PanelLine[] {
  const lines: PanelLine[] = [];
  for (const [y, measure] of read) {
    for (const run of runs) {
      const line = found.lines.get(measure)?.get(run);
      if (line !== undefined) lines.push(panelLine(line, y, plan));
    }
  }
  return lines;
}

function panelLine(line: RunLine, y: number, plan: PanelPlan): PanelLine {
  const head = { y, run: line.run.name, backwards: line.backwards };
  if (line.kind === 'points') {
    const { x, value, step, smoothed } = line.points;
    return {
      kind: 'points',
      ...head,
      ...countsOf(value),
      smoothedOver: smoothed === null ? null : 'points',
      columns: {
        x,
        value,
        ...(plan.axis.kind === 'step' ? {} : { step }),
        ...(smoothed === null ? {} : { smoothed }),
      },
    };
  }
  const { bucket, x, smoothed, counts, nans, infinities } = line.buckets;
  const columns: Record<string, Float64Array> = { x, bucket };
  for (const name of plan.columns) columns[name] = line.buckets[name];
  if (smoothed !== null) columns['smoothed'] = smoothed;
  return {
    kind: 'buckets',
    ...head,
    count: sum(counts),
    nanCount: sum(nans),
    infinityCount: sum(infinities),
    smoothedOver: smoothed === null ? null : 'points',
    columns,
  };
}

async function groupLines(
  columns: ColumnStore,
  groups: readonly RunGroup[],
  { read }: Measures,
  panel: ParsedPanelRequest,
  plan: PanelPlan,
  wish: LineWish,
  found: PanelLines,
): Promise<PanelLine[]> {
  if (panel.group === null || found.grid === null) return [];
  const wanted = {
    grid: found.grid,
    buckets: plan.buckets,
    alignment: panel.group.alignment,
    columns: panel.group.columns,
  };
  const isSmoothed = !isIdentity(plan.smoothing);
  // Smoothing looks beyond the view, and must not begin anew at its edge.
  const wide = isSmoothed ? await withSurroundings(columns, wish, plan, found) : found;
  const rangeOfX = plan.rangeOfX ?? widthOf(plan.range ?? spanOf(found));
  const lines: PanelLine[] = [];
  for (const [y, measure] of read) {
    for (const [group, { runs }] of groups.entries()) {
      const membersOf = (from: PanelLines): RunLine[] =>
        runs.flatMap((run) => from.lines.get(measure)?.get(run) ?? []);
      const inView = membersOf(found);
      if (inView.length === 0) continue;
      const line = groupLine(inView.map(memberOf), wanted);
      const smoothed = isSmoothed
        ? smoothGroup(line, wide === found ? inView : membersOf(wide), wanted, plan, rangeOfX)
        : null;
      lines.push({
        kind: 'group',
        y,
        group,
        ...totals(inView),
        backwards: inView.some(({ backwards }) => backwards),
        smoothedOver: smoothed === null ? null : 'places',
        alignment: line.alignment,
        windowWidth: line.windowWidth,
        columns: smoothed === null ? line.columns : { ...line.columns, smoothed },
      });
    }
  }
  return lines;
}

type GroupWish = Parameters<typeof groupLine>[1];

/** The first column smoothed over the places around the view, at those in view. */
function smoothGroup(
  line: GroupLine,
  around: readonly RunLine[],
  wanted: GroupWish,
  plan: PanelPlan,
  rangeOfX: number,
): Float64Array {
  const main = wanted.columns[0] ?? 'mean';
  const wide = groupLine(around.map(memberOf), {
    ...wanted,
    columns: [main],
    buckets: Number.POSITIVE_INFINITY,
    alignment: line.alignment,
    windowWidth: line.windowWidth,
  });
  const x = wide.columns['x'] as Float64Array;
  const smoothed = smooth({ x, y: wide.columns[main] as Float64Array }, plan.smoothing, rangeOfX);
  const at = new Map<number, number>();
  for (let place = 0; place < x.length; place += 1)
    at.set(x[place] as number, smoothed[place] as number);
  // The window at each edge of the view may reach further; it is told at its last point.
  const places = line.columns['x'] as Float64Array;
  const { windowWidth } = line;
  if (windowWidth === null) return places.map((place) => at.get(place) ?? Number.NaN);
  const byWindow = new Map([...at].map(([place, one]) => [bucketOf(place, windowWidth), one]));
  return places.map((place) => byWindow.get(bucketOf(place, windowWidth)) ?? Number.NaN);
}

const widthOf = (span: Span | null): number => (span === null ? 0 : span.max - span.min);

function memberOf(line: RunLine): GroupMember {
  if (line.kind === 'points') {
    return { kind: 'points', x: line.points.x, value: line.points.value };
  }
  const { bucket, x, mean, counts, nans, infinities } = line.buckets;
  return {
    kind: 'buckets',
    bucket,
    x,
    mean,
    finite: counts.map((count, at) => count - (nans[at] as number) - (infinities[at] as number)),
    count: sum(counts),
    firstX: line.firstX,
  };
}

interface Counts {
  readonly count: number;
  readonly nanCount: number;
  readonly infinityCount: number;
}

function totals(lines: readonly RunLine[]): Counts {
  const total = { count: 0, nanCount: 0, infinityCount: 0 };
  for (const line of lines) {
    const own =
      line.kind === 'points'
        ? countsOf(line.points.value)
        : {
            count: sum(line.buckets.counts),
            nanCount: sum(line.buckets.nans),
            infinityCount: sum(line.buckets.infinities),
          };
    total.count += own.count;
    total.nanCount += own.nanCount;
    total.infinityCount += own.infinityCount;
  }
  return total;
}

function countsOf(values: Float64Array): Counts {
  let nanCount = 0;
  let infinityCount = 0;
  // What is finite leaves nothing of itself, so most lines are seen through without asking each number.
  let left = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    left += value - value;
  }
  if (left === 0) return { count: values.length, nanCount, infinityCount };
  for (const value of values) {
    if (Number.isNaN(value)) nanCount += 1;
    else if (!Number.isFinite(value)) infinityCount += 1;
  }
  return { count: values.length, nanCount, infinityCount };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let at = 0; at < values.length; at += 1) total += values[at] as number;
  return total;
}
