import type { LineColumns, LineSettings, PanelData, PanelLine, PanelMetric } from '@runloom/model';
import type { ChartAxis, ChartLine, LineBand, LineMark, LineSample } from '../../charts/index.ts';
import { labelledAxis } from '../../charts/layout.ts';
import { runColour } from '../../components/run-colour.ts';
import type { ShownRun } from '../board/board-context.ts';
import {
  crosshairTemplate,
  type LegendSubject,
  renderCrosshair,
  renderLegend,
} from './legend-template.ts';
import { DASHES, groupColours, metricDash } from './line-styles.ts';
import { bandAround, GROUP_STATISTICS } from './panel-request.ts';
import { metricText } from './panel-subjects.ts';

export interface LineMakers {
  readonly settings: LineSettings;
  readonly y: readonly PanelMetric[];
  readonly axis: ChartAxis;
  readonly runs: readonly ShownRun[];
  /** Config, summary and attributes of a run, for legends; null where they are not known. */
  /** Lines of single runs, of the metric by its place, for those groups that they are drawn behind. */
  readonly samplesOf?: (y: number, runs: readonly string[]) => readonly LineSample[];
  readonly runValueOf: (run: string, source: 'run' | 'config' | 'summary', path: string) => unknown;
}

/** Lines of all runs that logged the metrics, in the order of metrics and runs; or of the groups. */
export function panelLines(data: PanelData, makers: LineMakers): readonly ChartLine[] {
  const runs = new Map(makers.runs.map((run) => [run.name, run]));
  const colours = groupColours(data.groups.map(({ label }) => label));
  const rank = new Map(makers.runs.map(({ name }, index) => [name, index]));
  const ordered = [...data.lines].sort((a, b) => a.y - b.y || rankOf(a, rank) - rankOf(b, rank));
  return ordered.flatMap((line) => {
    const source = sourceOf(line, data, runs, colours);
    if (source === null || (line.columns['x']?.length ?? 0) === 0) return [];
    const drawn = toChartLine(line, source, makers);
    if (line.kind !== 'group' || makers.samplesOf === undefined) return [drawn];
    return [{ ...drawn, samples: makers.samplesOf(line.y, data.groups[line.group]?.runs ?? []) }];
  });
}

interface LineSource {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  readonly group: string;
}

function rankOf(line: PanelLine, rank: ReadonlyMap<string, number>): number {
  return line.kind === 'group' ? line.group : (rank.get(line.run) ?? rank.size);
}

function sourceOf(
  line: PanelLine,
  data: PanelData,
  runs: ReadonlyMap<string, ShownRun>,
  colours: ReadonlyMap<string, string>,
): LineSource | null {
  if (line.kind === 'group') {
    const group = data.groups[line.group];
    const label = group?.label ?? '';
    const colour = chosenColour(group?.runs ?? [], runs) ?? colours.get(label) ?? runColour(0);
    return { name: label, label, colour, group: label };
  }
  const run = runs.get(line.run);
  if (run === undefined) return null;
  return { name: run.name, label: run.label, colour: run.colour, group: '' };
}

/** The colour that the reader gave to a group of the list, where all of a line's runs are in it. */
function chosenColour(
  names: readonly string[],
  runs: ReadonlyMap<string, ShownRun>,
): string | undefined {
  const colours = new Set(names.map((name) => runs.get(name)?.groupColour));
  const [only] = colours;
  return colours.size === 1 ? only : undefined;
}

function toChartLine(line: PanelLine, source: LineSource, makers: LineMakers): ChartLine {
  const { settings, y, axis, runs } = makers;
  const metric = metricText(y[line.y] ?? { key: '' });
  const { columns } = line;
  const x = columns['x'] ?? new Float64Array();
  const main = mainColumn(line, settings);
  const smoothed = columns['smoothed'] ?? null;
  const isSmooth = smoothed !== null && line.smoothedOver !== null;
  const style = settings.lineStyles.find(
    (one) => one.source === source.name && one.metric === metric,
  );
  const isOneRun = runs.length === 1 && line.kind !== 'group' && y.length > 1;
  const labelled = labelledAxis({ axis, hasDates: settings.xFormat === 'datetime' });
  const subject = legendSubject(source, metric, makers);
  const told = crosshairTemplate(settings.legend);
  const showsOriginal = isSmooth && settings.showsOriginal;
  return {
    id: JSON.stringify([source.name, metric]),
    source: source.name,
    label: style?.title || legendOf(settings.legend, subject, y.length > 1),
    colour: style?.colour ?? (isOneRun ? runColour(line.y) : source.colour),
    width: style?.width ?? null,
    dash: style?.dash ? DASHES[style.dash] : y.length > 1 && !isOneRun ? metricDash(line.y) : [],
    x,
    y: isSmooth && smoothed ? smoothed : main,
    original: showsOriginal ? main : null,
    band: bandOf(line, main, settings, isSmooth && !settings.showsOriginal),
    marks: marksOf(line),
    counts: {
      points: line.count,
      buckets: line.kind === 'points' ? null : x.length,
      nans: line.nanCount,
      infinities: line.infinityCount,
    },
    runs: line.kind === 'group' ? (columns['runs'] ?? null) : null,
    statistics: statisticsOf(line),
    tell: told === null ? null : (place) => renderCrosshair(told, labelled, place),
  };
}

function legendSubject(source: LineSource, metric: string, makers: LineMakers): LegendSubject {
  return {
    name: source.name,
    displayName: source.label,
    metric,
    group: source.group,
    valueOf: (kind, path) => makers.runValueOf(source.name, kind, path),
  };
}

function legendOf(template: string, subject: LegendSubject, hasMetrics: boolean): string {
  const text = renderLegend(template, subject);
  if (text !== '') return text;
  return hasMetrics ? `${subject.displayName} ${subject.metric}` : subject.displayName;
}

/** What the line passes through without smoothing: of a bucket, its last value, as W&B's does. */
function mainColumn(line: PanelLine, { aggregate }: LineSettings): Float64Array {
  const { columns } = line;
  const name = { points: 'value', buckets: 'last', group: aggregate }[line.kind];
  return columns[name] ?? new Float64Array(columns['x']?.length ?? 0).fill(Number.NaN);
}

function bandOf(
  line: PanelLine,
  main: Float64Array,
  settings: LineSettings,
  isHidden: boolean,
): LineBand | null {
  const { columns } = line;
  if (line.kind === 'group') return groupBand(columns, main, bandAround(settings));
  const { min, max } = columns;
  if (line.kind === 'points' || isHidden || !settings.showsEnvelope || !min || !max) return null;
  return { low: min, high: max, kind: 'envelope', name: 'lowest … highest' };
}

function groupBand(
  columns: LineColumns,
  main: Float64Array,
  band: LineSettings['band'],
): LineBand | null {
  const { min, max, low95, high95, stdPopulation, standardError } = columns;
  if (band === 'minmax' && min && max) {
    return { low: min, high: max, kind: 'interval', name: 'lowest … highest run' };
  }
  if (band === 'ci95' && low95 && high95) {
    return { low: low95, high: high95, kind: 'interval', name: '95 % interval' };
  }
  if (band === 'sd' && stdPopulation) {
    return { ...around(main, stdPopulation), kind: 'interval', name: '± SD' };
  }
  if (band === 'se' && standardError) {
    return { ...around(main, standardError), kind: 'interval', name: '± SE' };
  }
  return null;
}

function around(main: Float64Array, distance: Float64Array) {
  return {
    low: main.map((value, at) => value - (distance[at] ?? Number.NaN)),
    high: main.map((value, at) => value + (distance[at] ?? Number.NaN)),
  };
}

function marksOf(line: PanelLine): readonly LineMark[] {
  if (line.kind === 'group' || (line.nanCount === 0 && line.infinityCount === 0)) return [];
  const { x, value, nans, infinities } = line.columns;
  const marks: LineMark[] = [];
  for (let index = 0; index < (x?.length ?? 0); index += 1) {
    const at = x?.[index] ?? 0;
    const point = value?.[index] ?? 0;
    if (Number.isNaN(point) || (nans?.[index] ?? 0) > 0) marks.push({ x: at, kind: 'nan' });
    if (point === Number.NEGATIVE_INFINITY) marks.push({ x: at, kind: 'minus-infinity' });
    else if (point === Number.POSITIVE_INFINITY || (infinities?.[index] ?? 0) > 0) {
      marks.push({ x: at, kind: 'infinity' });
    }
  }
  return marks;
}

/** Numbers by the names that legends have for them. */
function statisticsOf(line: PanelLine): Record<string, Float64Array> {
  const { columns } = line;
  const found: Record<string, Float64Array> = {};
  const names =
    line.kind === 'group'
      ? { ...GROUP_STATISTICS, count: 'runs' }
      : { mean: 'mean', min: 'min', max: 'max', count: 'counts' };
  for (const [name, column] of Object.entries(names)) {
    const values = columns[column];
    if (values) found[name] = values;
  }
  return found;
}
