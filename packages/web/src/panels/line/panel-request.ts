import type {
  BucketColumn,
  GroupColumn,
  LineSettings,
  PanelMetric,
  PanelRequest,
} from '@runloom/model';
import { axisRequest, type ChartAxis, type Range } from '../../charts/index.ts';
import { variable } from './legend-template.ts';

/** What a panel shows, beside its settings. */
export interface ShownPanel {
  readonly stream: 'history' | 'system';
  readonly y: readonly PanelMetric[];
  readonly axis: ChartAxis;
  readonly range: Range | null;
  /** Of the panel, CSS pixels. */
  readonly width: number;
}

/** What the server is asked for, so that a panel can draw what its settings say. */
export function panelRequest(settings: LineSettings, panel: ShownPanel): PanelRequest {
  const { smoothing, isGrouped } = settings;
  return {
    stream: panel.stream,
    y: [...panel.y],
    x: axisRequest(panel.axis),
    range: panel.range ?? rangeOfBounds(settings),
    buckets: bucketsFor(panel.width),
    columns: bucketColumns(settings),
    smoothing: isOff(smoothing) ? { kind: 'none' } : smoothing,
    group: isGrouped
      ? {
          grouping: { kind: settings.groupKind, fields: fieldsOf(settings) },
          columns: groupColumns(settings),
          alignment: settings.alignment,
        }
      : null,
  };
}

/** Whether the smoothing leaves every line as it is. */
export function isOff(smoothing: LineSettings['smoothing']): boolean {
  switch (smoothing.kind) {
    case 'none':
      return true;
    case 'twema':
    case 'ema':
      return !(smoothing.weight > 0);
    case 'gaussian':
      return !(smoothing.sigma > 0);
    case 'average':
      return !(smoothing.points > 1);
  }
}

/** A view that both ends are given of asks for the points in it alone. */
function rangeOfBounds({ xMin, xMax }: LineSettings): Range | null {
  return xMin !== null && xMax !== null && xMax > xMin ? { min: xMin, max: xMax } : null;
}

/** Grouping by no field makes one group of all; the server wants a field named. */
function fieldsOf({ groupKind, groupFields }: LineSettings): string[] {
  return groupKind === 'by' && groupFields.length === 0 ? ['group'] : [...groupFields];
}

function bucketColumns({ showsEnvelope, legend }: LineSettings): BucketColumn[] {
  const wanted: BucketColumn[] = ['last', 'nans', 'infinities'];
  if (showsEnvelope || /\$\{(min|max)\}/.test(legend)) wanted.unshift('min', 'max');
  if (legend.includes(variable('mean'))) wanted.push('mean');
  if (legend.includes(variable('count'))) wanted.push('counts');
  return wanted;
}

/** The first one is the line. */
function groupColumns(settings: LineSettings): GroupColumn[] {
  const { aggregate, legend } = settings;
  const wanted: GroupColumn[] = [aggregate, ...BAND_COLUMNS[bandAround(settings)]];
  for (const [name, column] of Object.entries(GROUP_STATISTICS)) {
    if (legend.includes(variable(name))) wanted.push(column);
  }
  return [...new Set(wanted)];
}

/** What spread says of single runs says nothing of their sum. */
export const bandAround = ({ aggregate, band }: LineSettings): LineSettings['band'] =>
  aggregate === 'sum' ? 'none' : band;

const BAND_COLUMNS: Readonly<Record<LineSettings['band'], readonly GroupColumn[]>> = {
  none: [],
  samples: [],
  minmax: ['min', 'max'],
  sd: ['stdPopulation'],
  se: ['standardError'],
  ci95: ['low95', 'high95'],
};

/** Columns of groups by the names that legends have for them. */
export const GROUP_STATISTICS: Readonly<Record<string, GroupColumn>> = {
  mean: 'mean',
  stddev: 'stdPopulation',
  stderr: 'standardError',
  min: 'min',
  max: 'max',
};

const BUCKET_COUNTS = [300, 600, 1000, 2000];

/** About one bucket a pixel, in few sizes, so that a drag of the split does not read everything anew. */
function bucketsFor(width: number): number {
  return BUCKET_COUNTS.find((count) => count >= width - 60) ?? 2000;
}
